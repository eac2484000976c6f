"""The screens and pages from vacancy to keys, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import Access, Doors

LETTING: Mapping[str, Doors] = {}

LETTING_ROUTES: Mapping[str, Access] = {}
