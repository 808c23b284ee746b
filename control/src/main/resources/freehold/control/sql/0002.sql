-- What may be erased for its age is found without looking at what may not.
create index execution_age on execution (finished_us, id) where finished_us is not null;

-- A batch is its executions: it has no state of its own. The key and body are those of its idempotency key, for as long as that counts.
create table batch (
    id text primary key not null,
    tenant text not null,
    total bigint not null,
    created_us bigint not null,
    name text,
    body text
);
create unique index batch_key on batch (tenant, name) where name is not null;
create index batch_age on batch (created_us);

-- Without reference to the execution, whose row is replaced when it ends.
create table batch_item (
    batch text not null references batch (id) on delete cascade,
    position bigint not null,
    execution text not null,
    primary key (batch, position)
);
create index batch_item_of_execution on batch_item (execution);

-- Messages about the ends of executions; one is stored in one step with the end that it tells.
create table callback (
    id text primary key not null,
    tenant text not null,
    execution text not null references execution (id) on delete cascade,
    url text not null,
    secret text,
    state text not null,
    attempts bigint not null,
    due_us bigint not null,
    last_error text,
    created_us bigint not null,
    done_us bigint
);
create index callback_due on callback (due_us) where state = 'waiting';
create index callback_of_tenant on callback (tenant, id);
create index callback_of_execution on callback (execution);

-- Chosen by chance once, so that what was derived from it stays the same.
create table secret (
    name text primary key not null,
    value ${bytes} not null
);
insert into secret values ('callbacks', ${random_32_bytes});
