package freehold.wire.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import freehold.runtime.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackFilesTest {
    private static final String SITE =
            PackFolder.SMALL.replace("pack: tiny", "pack: small").replace("aliases: [tn]", "aliases: []");

    @TempDir
    Path folder;

    @Test
    void reads_a_pack_into_the_words_of_the_domain() {
        PackFolder packs = new PackFolder(folder).pack("tiny", PackFolder.SMALL);

        PackFile read = packs.read().getFirst();

        assertThat(read.pack().name()).isEqualTo("tiny");
        assertThat(read.pack().build().orElseThrow().filter()).isEqualTo(FilterClass.INTERPRETED);
        assertThat(read.pack().run().defaults().cpu()).isEqualTo(Duration.ofMillis(500));
        assertThat(read.pack().run().defaults().memory()).isEqualTo(Bytes.mebi(128));
        assertThat(read.pack().run().defaults().wall()).isEqualTo(Duration.ofSeconds(15));
        assertThat(read.pack().samples().getLast().limits()).containsEntry("cpu_ms", 1000L);
        assertThat(read.pack().samples().getFirst().exitCode()).isEmpty();
        assertThat(read.host().orElseThrow().places().getFirst().run().label()).isEqualTo("compiled");
    }

    @Test
    void a_pack_that_was_changed_since_means_what_it_says_now() throws IOException {
        PackFolder packs = new PackFolder(folder).pack("tiny", PackFolder.SMALL);
        PackFiles.prepare(folder);
        assertThat(packs.read().getFirst().pack().aliases()).containsExactly("tn");

        packs.pack("tiny", PackFolder.SMALL.replace("aliases: [tn]", "aliases: [other]"));

        assertThat(packs.read().getFirst().pack().aliases()).containsExactly("other");
    }

    @Test
    void why_packs_cannot_be_read_is_told_without_the_names_of_our_classes() {
        String large = PackFolder.SMALL + "#".repeat(256 << 10);
        PackFolder packs = new PackFolder(folder).pack("tiny", large);

        assertThatThrownBy(packs::read)
                .cause()
                .hasMessage(
                        "packs cannot be read: " + folder.resolve("tiny/pack.yaml") + " is larger than 262144 bytes");
    }

    @Test
    void what_was_kept_and_is_no_json_is_not_missed() throws IOException {
        PackFolder packs = new PackFolder(folder).pack("tiny", PackFolder.SMALL);
        PackFiles.prepare(folder);
        try (var kept = Files.newDirectoryStream(folder.resolve(".trees"))) {
            for (Path each : kept) {
                Files.writeString(each, "{\"pack");
            }
        }

        assertThat(packs.read().getFirst().pack().name()).isEqualTo("tiny");
    }

    @Test
    void reads_what_a_sample_promises_of_its_exit_and_its_files() {
        String promise = "ends: failed, exit_code: 3, artifacts: {out/plot.png: IHDR}";
        PackFolder packs = new PackFolder(folder)
                .pack("tiny", PackFolder.SMALL.replace("ends: succeeded, stdout: \"hello\"", promise));

        Sample sample = packs.read().getFirst().pack().samples().getFirst();

        assertThat(sample.exitCode()).contains(3);
        assertThat(sample.artifacts()).containsExactly(Map.entry("out/plot.png", "IHDR"));
    }

    @Test
    void gives_a_bundle_what_the_pack_itself_brings_to_the_host_unless_it_says_otherwise() {
        String host = "run_root: {label: compiled, include: [base]}";
        PackFolder packs = new PackFolder(folder)
                .pack(
                        "tiny",
                        PackFolder.SMALL.replace(host, "run_root: {own: {/freehold/wait: wait}, include: [base]}"));

        Additions asOnHost = packs.read().getFirst().additions();
        packs.pack(
                "tiny",
                PackFolder.SMALL.replace(host, host)
                        + "bundle: {run_root: {texts: {/freehold/a: b}}, bare: [\"old-*\"]}\n");
        Additions own = packs.read().getFirst().additions();

        assertThat(asOnHost.build()).isEmpty();
        assertThat(asOnHost.run().orElseThrow().parts().getFirst().own()).containsEntry("/freehold/wait", "wait");
        assertThat(own.run().orElseThrow().parts().getFirst().texts()).containsEntry("/freehold/a", "b");
        assertThat(own.of("old-1")).isEqualTo(Additions.none());
        assertThat(own.of("1")).isEqualTo(own);
    }

    @Test
    void takes_the_build_root_for_the_run_step_where_there_is_no_other() {
        PackFolder packs = new PackFolder(folder)
                .pack("tiny", PackFolder.SMALL.replace("run_root: {label: compiled, include: [base]}", ""));

        Place place = packs.read().getFirst().host().orElseThrow().places().getFirst();

        assertThat(place.run()).isEqualTo(place.build().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            title: Tiny                 | title: [Tiny]                | /title                             | Write a text
            title: Tiny                 | title: "Ti\\u009bny"          | /title                             | not 'Ti?ny'
            title: Tiny                 | title: "Ti\\u202eny"          | /title                             | not 'Ti?ny'
            title: Tiny                 | titel: Tiny                  | /titel                             | There is no key titel
            pack: tiny                  | pack: other                  | /pack                              | Name it 'tiny'
            aliases: [tn]               | aliases: [Tn]                | /aliases/0                         | lower-case
            aliases: [tn]               | aliases: [1]                 | /aliases/0                         | put it in quotes
            source: main.tn             | source: ../main.tn           | /source                            | a file name
            filter: interpreted         | filter: none                 | /build/filter                      | Choose one of
            filter: compiled            | # nothing                    | /run/filter                        | Add the key filter
            keeps: [program]            | keeps: []                    | /build/keeps                       | at least one
            cpu: 500ms                  | cpu: 500                     | /run/limits/cpu                    | a time such as
            memory: 128MiB              | memory: 128MB                | /run/limits/memory                 | a size such as
            processes: 8                | processes: 0                 | /run/limits/processes              | a number such as
            processes: 8                | threads: 8                   | /run/limits/threads                | There is no key threads
            {heap_mib}m                 | {heap}m                      | /run/env/HEAP                      | no placeholder {heap}
            "{args}"                    | "--{args}"                   | /run/argv                          | an argument of its own
            "{build_args}"              | "{args}"                     | /build/argv                        | no placeholder {args}
            "{build_args}"              | "{print}"                    | /build/argv                        | write {{ and }}
            title: Tiny                 | title: Tiny\\nbundle: {run_root: {own: {/usr/x: x}}} | /bundle/run_root/own | below /freehold
            title: Tiny                 | title: Tiny\\nbundle: {run_root: {cache: {at: /tmp, argv: [a]}}} | /bundle/run_root/cache/at | below /freehold
            title: Tiny                 | title: Tiny\\nbundle: {run_root: {trees: [/usr]}} | /bundle/run_root/trees | no key trees
            'tiny ([0-9.]+)'            | 'tiny ([0-9'                 | /host/version/pattern              | regular expression
            'tiny ([0-9.]+)'            | 'tiny [0-9.]+'               | /host/version/pattern              | in parentheses
            find: [/usr/bin/tiny]       | find: [tiny]                 | /host/places/0/find/0              | Begin with /
            run_root: {label: compiled  | run_root: {label: Compiled   | /host/places/0/run_root/label      | a short name
            include: [base], files      | include: [bass], files       | /host/places/0/build_root/include/0 | no part 'bass'
            "{executable}"]}            | "{program}"]}                | /host/places/0/build_root/files/0  | no placeholder {program}
            "{executable}"]}            | "bin/sh"]}                   | /host/places/0/build_root/files/0  | a path from the root
            ends: succeeded             | ends: success                | /samples/0/ends                    | a verdict
            stdout: "hello"             | exit_code: 300               | /samples/0/exit_code               | from 1 to 255
            stdout: "hello"             | exit_code: 3                 | /samples/0/exit_code               | ends as failed
            stdout: "hello"             | artifacts: {../plot.png: PNG} | /samples/0/artifacts              | below the work directory
            stdout: "hello"             | artifacts: {a/../b: PNG}     | /samples/0/artifacts               | below the work directory
            licence: MIT                | licence: MIT\\nlicence: BSD  | ''                                 | Not YAML
            """)
    void names_file_place_and_remedy_of_a_mistake(String part, String mistake, String pointer, String words) {
        PackFolder packs = new PackFolder(folder);

        List<PackFault> faults = packs.faultsWhen(part, mistake.replace("\\n", "\n"));

        assertThat(faults).anySatisfy(fault -> {
            assertThat(fault.file()).isEqualTo("tiny/pack.yaml");
            assertThat(fault.pointer()).isEqualTo(pointer);
            assertThat(fault.detail()).contains(words);
        });
    }

    @Test
    void shows_all_mistakes_at_once() {
        PackFolder packs = new PackFolder(folder)
                .pack(
                        "tiny",
                        PackFolder.SMALL.replace("title: Tiny", "titel: Tiny").replace("cpu: 1s", "cpu: soon"))
                .pack("two", PackFolder.SMALL.replace("pack: tiny", "pack: two"));

        assertThatThrownBy(packs::read)
                .isInstanceOf(PackFilesRefused.class)
                .hasMessageContaining("tiny/pack.yaml#/titel")
                .hasMessageContaining("tiny/pack.yaml#/samples/1/limits/cpu")
                .hasMessageContaining("two/pack.yaml#/aliases: The name 'tn' is taken by the pack tiny.");
    }

    @Test
    void reads_the_packs_of_a_site_beside_the_own_whose_parts_they_may_use() {
        PackFolder own = new PackFolder(folder.resolve("own")).pack("tiny", PackFolder.SMALL);
        PackFolder site = new PackFolder(folder.resolve("site"))
                .parts("mine: {files: [/etc/hosts]}\n")
                .pack("small", SITE.replace("include: [base]", "include: [base, mine]"));
        var before = own.read().getFirst().digest();

        List<PackFile> read = own.readWith(site);

        assertThat(read).extracting(each -> each.pack().name()).containsExactly("tiny", "small");
        assertThat(read.getFirst().digest()).isEqualTo(before);
        assertThat(read.getLast().folder()).isEqualTo(folder.resolve("site/small"));
    }

    @Test
    void refuses_a_name_of_a_site_that_is_taken() {
        PackFolder own = new PackFolder(folder.resolve("own")).pack("tiny", PackFolder.SMALL);
        PackFolder site = new PackFolder(folder.resolve("site"))
                .parts("{}")
                .pack("tiny", PackFolder.SMALL)
                .pack("tn", SITE.replace("pack: small", "pack: tn"));

        assertThatThrownBy(() -> own.readWith(site))
                .isInstanceOf(PackFilesRefused.class)
                .hasMessageContaining(folder + "/site/tiny/pack.yaml#/pack: The name 'tiny' is taken by the pack tiny.")
                .hasMessageContaining(folder + "/site/tn/pack.yaml#/pack: The name 'tn' is taken by the pack tiny.");
    }

    @Test
    void refuses_a_part_of_a_site_that_there_is_already() {
        PackFolder own = new PackFolder(folder.resolve("own")).pack("tiny", PackFolder.SMALL);
        PackFolder site = new PackFolder(folder.resolve("site")).pack("small", SITE);

        assertThatThrownBy(() -> own.readWith(site))
                .hasMessageContaining(
                        folder + "/site/parts.yaml#/base: Freehold has a part of the name 'base' already.");
    }

    @Test
    void refuses_text_that_is_no_mapping() {
        PackFolder packs = new PackFolder(folder).pack("tiny", "- a list\n");

        assertThatThrownBy(packs::read).hasMessageContaining("tiny/pack.yaml#: Write keys with values");
    }

    @Test
    void refuses_a_mistake_in_the_shared_parts_before_all_else() {
        PackFolder packs =
                new PackFolder(folder).parts("base: {file: [/bin/sh]}\n").pack("tiny", PackFolder.SMALL);

        assertThatThrownBy(packs::read)
                .hasMessageContaining("parts.yaml#/base/file: There is no key file here")
                .hasMessageNotContaining("tiny");
    }

    @Test
    void gives_another_digest_when_the_pack_or_a_part_changes() {
        PackFolder packs = new PackFolder(folder).pack("tiny", PackFolder.SMALL);
        var before = packs.read().getFirst().digest();

        var again = packs.read().getFirst().digest();
        var otherPack =
                packs.pack("tiny", PackFolder.SMALL + "\n").read().getFirst().digest();
        var otherPart = packs.pack("tiny", PackFolder.SMALL)
                .parts("base: {}\n")
                .read()
                .getFirst()
                .digest();

        assertThat(again).isEqualTo(before);
        assertThat(otherPack).isNotEqualTo(before);
        assertThat(otherPart).isNotEqualTo(before).isNotEqualTo(otherPack);
    }
}
