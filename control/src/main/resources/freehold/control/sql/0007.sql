-- Controls that share this record, and when the database's own clock last heard of each.
create table control (
    id text primary key not null,
    seen_us bigint not null
);

-- Which control has which execution that has not ended; goes with it.
create table tenure (
    execution text primary key not null references execution (id) on delete cascade,
    control text not null
);
create index tenure_of_control on tenure (control, execution);

-- Content of a tenant, where controls share no files: its parts are those of the one upload that it came by.
create table blob (
    tenant text not null,
    digest text not null,
    size_bytes bigint not null,
    upload text not null,
    stored_us bigint not null,
    primary key (tenant, digest)
);
create index blob_age on blob (stored_us);

create table blob_part (
    upload text not null,
    position bigint not null,
    added_us bigint not null,
    content ${bytes} not null,
    primary key (upload, position)
);
