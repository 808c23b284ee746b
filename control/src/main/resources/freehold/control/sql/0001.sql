-- Times are microseconds since 1970, durations microseconds or nanoseconds as the name says. Only text, bigint and blob.
create table execution (
    id text primary key not null,
    tenant text not null,
    state text not null,
    verdict text,
    explanation text,
    runtime_name text not null,
    runtime_version text not null,
    runtime_digest text not null,
    tier text not null,
    cpu_ms bigint not null,
    wall_ms bigint not null,
    memory_bytes bigint not null,
    processes bigint not null,
    output_bytes bigint not null,
    disk_bytes bigint not null,
    open_files bigint not null,
    created_us bigint not null,
    started_us bigint,
    finished_us bigint,
    queued_ns bigint not null,
    prepared_ns bigint,
    built_ns bigint,
    ran_ns bigint,
    collected_ns bigint,
    build_cached bigint,
    start text,
    request ${bytes} not null,
    journal ${bytes} not null
);
create index execution_of_tenant on execution (tenant, id);
create index execution_unfinished on execution (id) where state <> 'finished';

create table step (
    execution text not null references execution (id) on delete cascade,
    name text not null,
    cause text not null,
    exit_code bigint not null,
    signal bigint not null,
    cpu_ns bigint not null,
    wall_ns bigint not null,
    memory_peak_bytes bigint not null,
    processes_peak bigint not null,
    processes_refused bigint not null,
    oom_kills bigint not null,
    disk_peak_bytes bigint not null,
    stdout_bytes bigint not null,
    stderr_bytes bigint not null,
    cause_value bigint not null,
    late_ns bigint not null,
    death_ns bigint not null,
    denied_syscall bigint not null,
    denied_arch bigint not null,
    disk_full bigint not null,
    limit_cpu_ms bigint not null,
    limit_wall_ms bigint not null,
    limit_memory_bytes bigint not null,
    limit_processes bigint not null,
    limit_output_bytes bigint not null,
    limit_disk_bytes bigint not null,
    limit_open_files bigint not null,
    stdout ${bytes} not null,
    stderr ${bytes} not null,
    primary key (execution, name)
);

create table artifact (
    execution text not null references execution (id) on delete cascade,
    position bigint not null,
    path text not null,
    size_bytes bigint not null,
    digest text not null,
    primary key (execution, position)
);

create table label (
    execution text not null references execution (id) on delete cascade,
    name text not null,
    value text not null,
    primary key (execution, name)
);
create index label_value on label (name, value, execution);

-- Every use of stored content, as input or artifact: what nobody uses may go.
create table content_use (
    tenant text not null,
    digest text not null,
    execution text not null references execution (id) on delete cascade,
    primary key (tenant, digest, execution)
);
create index content_use_of_execution on content_use (execution);

create table idempotency (
    tenant text not null,
    name text not null,
    body text not null,
    execution text not null,
    created_us bigint not null,
    primary key (tenant, name)
);
create index idempotency_age on idempotency (created_us);
