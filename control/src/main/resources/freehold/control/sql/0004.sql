-- Every version that a policy ever had, by the digest of its canonical document: executions name them.
create table policy_version (
    name text not null,
    digest text not null,
    document ${bytes} not null,
    put_us bigint not null,
    primary key (name, digest)
);

-- The newest version of each name that there is.
create table policy (
    name text primary key not null,
    digest text not null,
    foreign key (name, digest) references policy_version (name, digest)
);

create table policy_assignment (
    tenant text primary key not null,
    policy text not null references policy (name)
);

-- At most one row: the policy of whoever has none of their own.
create table policy_standard (
    place text primary key not null check (place = 'server'),
    policy text not null references policy (name)
);

-- What executions that ended on a day (counted in UTC since 1970) have used: in one step with each end, so it agrees with the record.
create table tenant_use (
    tenant text not null,
    day bigint not null,
    executions bigint not null,
    cpu_us bigint not null,
    memory_mib_ms bigint not null,
    primary key (tenant, day)
);

alter table execution add column policy_name text;
alter table execution add column policy_digest text;
