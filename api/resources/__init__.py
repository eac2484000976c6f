"""The resources of the partner API, one module each with its `resource`; the list is in the order people read them."""

from api.resources import agreements, dwellings, leases, me, referrals, vacancies, webhooks

RESOURCES = (
    me.resource,
    dwellings.resource,
    dwellings.proposed,
    vacancies.resource,
    referrals.resource,
    leases.resource,
    agreements.resource,
    webhooks.resource,
)
