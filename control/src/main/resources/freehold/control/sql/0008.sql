-- Keys of tenants, in versions, each wrapped by a master key that is not here. What tenants store is sealed with them.
create table tenant_key (
    tenant text not null,
    version bigint not null,
    master text not null,
    wrapped ${bytes} not null,
    since_us bigint not null,
    primary key (tenant, version)
);
create index tenant_key_master on tenant_key (master);

-- What is from before there were keys is plain until it was sealed in the background.
alter table execution add column sealed bigint not null default 0;
create index execution_plain on execution (id) where sealed = 0;
alter table callback add column sealed bigint not null default 0;

-- The key of this content, sealed; none where it is plain.
alter table blob add column seal ${bytes};

-- How much is kept of an execution after its end.
alter table execution add column retain text not null default 'full';
