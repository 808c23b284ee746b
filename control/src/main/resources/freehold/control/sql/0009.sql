-- What is the same each time a deterministic execution runs, in lines; nothing where that was not asked for.
alter table execution add column repeatability text;

-- The secrets whose values its program got, one line each: version and name.
alter table execution add column secrets text;

-- Secrets of tenants by name. One that is deleted leaves its name, so that no version of it comes twice.
create table tenant_secret (
    tenant text not null,
    name text not null,
    last_version bigint not null,
    primary key (tenant, name)
);

-- Their values, each sealed with the key of its tenant; the newest of each name, and some before it.
create table tenant_secret_version (
    tenant text not null,
    name text not null,
    version bigint not null,
    sealed ${bytes} not null,
    size_bytes bigint not null,
    is_text bigint not null,
    put_us bigint not null,
    put_by text not null,
    primary key (tenant, name, version)
);
