"""The resources of the partner API, one module each with its `resource`; the list is in the order people read them."""

from api.resources import agreements

RESOURCES = (agreements.resource,)
