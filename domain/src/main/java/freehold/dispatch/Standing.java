package freehold.dispatch;

import freehold.tenant.TenantId;

/**
 * Where something stands in the queue: with its tenant, there in its group (a class, an assessment), and there by priority.
 *
 * @param group a name of the tenant's choice; empty for what has none
 */
public record Standing(TenantId tenant, String group, Priority priority) {}
