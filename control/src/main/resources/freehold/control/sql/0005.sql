-- The ledger: signed lines, one chain a tenant. Never changed, and without reference to executions, which are erased while it stays.
create table ledger (
    chain text not null,
    position bigint not null,
    kind text not null,
    previous text not null,
    hash text not null,
    payload_type text not null,
    packed ${bytes} not null,
    key_id text not null,
    signature ${bytes} not null,
    execution text,
    primary key (chain, position)
);
create unique index ledger_receipt on ledger (execution) where execution is not null;

-- Where each chain goes on, and what it takes.
create table ledger_head (
    chain text primary key not null,
    next bigint not null,
    last text not null,
    bytes bigint not null
);

-- Public halves of all keys that signed any line.
create table receipt_key (
    id text primary key not null,
    encoded ${bytes} not null,
    since_us bigint not null
);
