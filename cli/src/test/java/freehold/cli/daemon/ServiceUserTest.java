package freehold.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceUserTest {
    private static final List<String> USERS =
            List.of("root:x:0:0:root:/root:/bin/bash", "jane:x:1000:1000::/home/jane:");

    @Test
    void is_nobody_in_particular_where_no_system_user_was_made() {
        assertThat(ServiceUser.find(Optional.empty(), USERS)).isEqualTo(0x6FFF_FFFF);
    }

    @Test
    void is_the_system_user_where_there_is_one() {
        List<String> users = List.of("freehold:x:998:998::/nonexistent:/usr/sbin/nologin");

        assertThat(ServiceUser.find(Optional.empty(), users)).isEqualTo(998);
    }

    @Test
    void is_who_was_asked_for_by_name_or_number() {
        assertThat(ServiceUser.find(Optional.of("jane"), USERS)).isEqualTo(1000);
        assertThat(ServiceUser.find(Optional.of("1879048191"), USERS)).isEqualTo(0x6FFF_FFFF);
    }

    @Test
    void is_never_root() {
        assertThatThrownBy(() -> ServiceUser.find(Optional.of("root"), USERS)).isInstanceOf(Declined.class);
        assertThatThrownBy(() -> ServiceUser.find(Optional.of("0"), USERS)).isInstanceOf(Declined.class);
        assertThatThrownBy(() -> ServiceUser.find(Optional.of("nobody-here"), USERS))
                .isInstanceOf(Declined.class)
                .hasMessageContaining("nobody-here");
    }
}
