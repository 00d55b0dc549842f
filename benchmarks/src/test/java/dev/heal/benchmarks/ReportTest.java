package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** A report as people and as programs read it. */
class ReportTest {

    private static final List<Row.Sample> THEIR_SAMPLES = List.of(sample(60, 24), sample(61, 24), sample(59, 24));
    private static final Row THEIRS = Row.of("Success", "Resilience4j", 1, THEIR_SAMPLES, THEIR_SAMPLES);
    private static final Row OURS =
            Row.of("Success", "heal", 1, List.of(sample(48, 0.01), sample(49, 0.01), sample(47, 0.01)), THEIR_SAMPLES);
    private static final Row SLOW = Row.of(
            "Failure <b>",
            "Slow & \"late\"",
            2,
            List.of(sample(600, 0), sample(610, 0)),
            List.of(sample(60, 0), sample(61, 0)));

    @Test
    void the_tables_put_each_contestant_beside_the_reference() {
        String text = ReportText.of(report(new Score(0.02, 0.01)));

        assertThat(text.lines().filter(line -> line.startsWith("heal")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("48.00 ± ", "0.800 (0.7", "0.01 ± 0.00"));
        assertThat(text)
                .contains("5 forks", "99 % confidence", "WARNING: this machine is not quiet")
                .contains("MET     nothing more: 0.02 (0.01 to 0.03) B/op, limit 0.5")
                .contains("\nSuccess\n", "\nFailure <b>\n");
    }

    @Test
    void the_check_fails_unless_every_goal_that_must_be_is_proved() {
        assertThat(report(new Score(0.02, 0.01)).passed()).isTrue();
        assertThat(report(new Score(0.02, 3)).passed()).isFalse();
        assertThat(report(new Score(16, 0)).passed()).isFalse();
    }

    @Test
    void the_json_holds_the_summary_and_the_raw_results() {
        String json = ReportJson.of(report(new Score(0.02, Double.NaN)));

        assertThat(json)
                .contains("\"benchmark\": \"overhead\"", "\"verdict\": \"MISSED\"", "\"jmh\": [{\"raw\": 1}]")
                .contains("say \\\"hi\\\"", "\"cpuRatio\"", "\"Slow & \\\"late\\\"\"")
                .doesNotContain("Infinity", "NaN");
    }

    @Test
    void the_page_is_well_formed_and_asks_nobody_for_anything() throws Exception {
        String html = ReportHtml.of(report(new Score(0.02, 3)));

        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(2);
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "src=", "href", "@import");
    }

    @Test
    void the_page_shows_whatever_a_text_holds_as_text() {
        String html = ReportHtml.of(report(new Score(0.02, 0.01)));

        assertThat(html)
                .contains("Slow &amp; &quot;late&quot;", "<h2>Failure &lt;b&gt;</h2>", "say &quot;hi&quot;")
                .doesNotContain("Failure <b>");
        assertThat(ReportHtml.text("<a href='x'>&</a>")).isEqualTo("&lt;a href=&#39;x&#39;&gt;&amp;&lt;/a&gt;");
    }

    @Test
    void a_bound_that_is_not_known_stands_at_the_edge_of_the_plot() {
        String plot = RatioPlot.of("two rounds", List.of(SLOW));

        assertThat(plot).contains("Slow &amp;", "10.").doesNotContain("NaN", "Infinity");
    }

    private static Row.Sample sample(double nanos, double bytes) {
        return new Row.Sample(nanos, nanos, bytes, 0.02);
    }

    private static Report report(Score beyond) {
        return new Report(
                "overhead",
                Effort.QUICK,
                "Resilience4j",
                List.of(THEIRS, OURS, SLOW),
                List.of(new Goal("nothing more", beyond, 0.5, "B/op", true)),
                List.of("CPU: say \"hi\""),
                List.of("this machine is not quiet"),
                "[{\"raw\": 1}]\n");
    }
}
