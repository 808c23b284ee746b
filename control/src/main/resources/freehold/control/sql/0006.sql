-- What executions with a label `group` (or none: empty) that ended in a month, counted from year 0, have used: in one step with each end.
create table group_use (
    tenant text not null,
    month bigint not null,
    grouping_label text not null,
    executions bigint not null,
    cpu_us bigint not null,
    memory_mib_ms bigint not null,
    primary key (tenant, month, grouping_label)
);
