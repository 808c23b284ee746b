-- Who may call. Of a secret its SHA-256 alone is kept.
create table tenant (
    id text primary key not null,
    name text not null,
    state text not null,
    rate_requests bigint,
    rate_seconds bigint,
    created_us bigint not null
);
create unique index tenant_name on tenant (name);

create table api_key (
    id text primary key not null,
    tenant text not null references tenant (id) on delete cascade,
    name text not null,
    role text not null,
    rights text not null,
    rate_requests bigint,
    rate_seconds bigint,
    digest text not null,
    former_digest text,
    former_until_us bigint,
    created_us bigint not null,
    expires_us bigint,
    revoked_us bigint,
    used_us bigint
);
create index api_key_of_tenant on api_key (tenant, id);
