package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.policy.Mode;
import dev.heal.spring.actuate.Station.Layout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An order is a body of JSON that says what is meant")
@Timeout(60)
class BodiesTest {

    private static final String STOP = "{\"command\": \"stop\", \"reason\": \"a drill\"}";
    private static Station station;

    @BeforeAll
    static void start() {
        station = Station.start(Layout.SAME_PORT, true);
    }

    @AfterAll
    static void stop() {
        station.close();
    }

    @AfterEach
    void takeBack() {
        station.takeBackOrders();
    }

    @Test
    void stoppedReleasedAndSetByAName() {
        assertThat(order("/heal/pump", STOP).json())
                .isEqualTo(Map.of("command", "stop", "target", "pump", "by", "operator"));
        assertThat(heal("pump").orders().here())
                .satisfies(stop -> assertThat(stop.by() + ": " + stop.reason()).isEqualTo("operator: a drill"));
        assertThat(heal("valve").orders().stop()).isNull();
        assertThat(read("/heal/pump").body()).contains("\"reason\":\"a drill\"", "\"stopped\":true");

        order("/heal/pump", "{\"command\": \"release\"}");
        assertThat(heal("pump").orders().stop()).isNull();

        order("/heal", STOP);
        assertThat(heal("valve").orders().everywhere()).isNotNull();
        assertThat(read("/heal").json().get("stop")).asString().contains("a drill", "operator");
        order("/heal", "{\"command\": \"release\"}");
        assertThat(heal("valve").orders().everywhere()).isNull();

        order("/heal/valve", "{\"command\": \"mode\", \"mode\": \"propose\"}");
        assertThat(heal("valve").mode()).isEqualTo(Mode.PROPOSE);
        order("/heal", "{\"command\": \"mode\", \"mode\": \"observe\"}");
        assertThat(heal("valve").mode()).isEqualTo(Mode.OBSERVE);
        assertThat(heal("pump").mode()).isEqualTo(Mode.OBSERVE);
        order("/heal", "{\"command\": \"mode\", \"mode\": \"policy\"}");
        assertThat(heal("pump").orders().mode()).isNull();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/heal | {} | command is missing; write {\"command\": \"stop\", \"reason\": \"...\"}, or release, or mode, or pin, or unpin",
                "/heal | {\"command\": \"stopp\", \"reason\": \"x\"} | command stopp is none; did you mean stop? (known: mode, pin, release, stop, unpin)",
                "/heal | {\"command\": null} | command is missing; write {\"command\": \"stop\", \"reason\": \"...\"}, or release, or mode, or pin, or unpin",
                "/heal | {\"command\": \"STOP\", \"reason\": \"x\"} | command STOP is none; did you mean stop? (known: mode, pin, release, stop, unpin)",
                "/heal | {\"command\": \"stop\"} | reason is missing; write one sentence for those who will find heal stopped",
                "/heal | {\"command\": \"stop\", \"reason\": \" \"} | reason is missing; write one sentence for those who will find heal stopped",
                "/heal | {\"command\": \"mode\"} | mode is missing; write observe, propose or act, or policy to take the order back",
                "/heal | {\"command\": \"mode\", \"mode\": \"full\"} | mode full is none; write observe, propose or act, or policy to take the order back",
                "/heal | {\"command\": \"stop\", \"reason\": \"x\", \"target\": \"valve\"} | this would order it for all targets; name one in the path instead: heal/valve",
                "/heal | {\"command\": \"stop\", \"reason\": \"x\", \"targetName\": \"valve\"} | this would order it for all targets; name one in the path instead: heal/valve",
                "/heal/pump | {\"command\": \"stop\", \"reason\": \"x\", \"target\": \"valve\"} | the path names the target; leave target out of the body",
                "INCIDENT | {} | decision is missing; write approve, deny, abort, acknowledge or comment",
                "INCIDENT | {\"decision\": \"aprove\"} | decision aprove is none; did you mean approve? (known: abort, acknowledge, approve, comment, deny)",
                "INCIDENT | {\"decision\": \"comment\"} | text is missing; write what is to stand in the notebook",
                "INCIDENT | {\"decision\": \"approve\"} | plan is missing; read the incident and send plan.hash as plan and plan.nonce as nonce",
                "INCIDENT | {\"decision\": \"deny\", \"plan\": \"x\"} | nonce is missing; read the incident and send plan.hash as plan and plan.nonce as nonce",
                "INCIDENT | {\"decision\": \"acknowledge\", \"id\": \"other\"} | the path names the incident; leave id out of the body",
            })
    void whatIsWrongIsSaidWithTheWayOut(String path, String body, String message) {
        Wire.Answer answer = order(
                path.replace("INCIDENT", "/incidents/" + station.incident().id()), body);

        assertThat(answer.status()).as(answer.all()).isEqualTo(400);
        assertThat(answer.json()).isEqualTo(Map.of("message", message));
        assertThat(station.traces()).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidWithWhatIs() {
        Wire.Answer target = order("/heal/pomp", STOP);
        assertThat(target.status()).isEqualTo(404);
        assertThat(target.json())
                .containsEntry("message", "there is no target pomp; did you mean pump? (known: boiler, pump, valve)");
        assertThat(read("/heal/pomp").status()).isEqualTo(404);
        assertThat(read("/incidents/none").status()).isEqualTo(404);
        assertThat(order("/incidents/none", "{\"decision\": \"acknowledge\"}").status())
                .isEqualTo(404);
        assertThat(station.traces()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"stop\"",
                "stop",
                "1",
                "{",
                "{\"command\": \"stop\"",
                "{\"command\": {\"command\": \"stop\"}, \"reason\": \"x\"}",
                "{\"command\": [\"stop\"], \"reason\": \"x\"}",
                "{\"command\": \"stop\", \"reason\": {\"a\": \"b\"}}",
                "{\"command\": 1, \"reason\": \"x\"}",
                "{\"command\": true, \"reason\": \"x\"}",
                "[{\"command\": \"stop\", \"reason\": \"x\"}]",
                "{\"Command\": \"stop\", \"reason\": \"x\"}",
                "{\"command \": \"stop\", \"reason\": \"x\"}",
                "{'command': 'stop', 'reason': 'x'}",
                "{\"command\": \"stop\\u0000\", \"reason\": \"x\"}",
                "{\"command\": \" stop\", \"reason\": \"x\"}",
                "command=stop&reason=x",
                "<command>stop</command>",
                "/* */ {\"command\": \"stop\", \"reason\": \"x\"}",
                "{\"command\": \"stop\", \"reason\": \"x\", \"command\": \"\"}",
                "{\"command\": \"\", \"\\u0063ommand\": \"nothing\", \"reason\": \"x\"}",
            })
    void whatIsNoOrderOrdersNothing(String body) {
        for (String path : List.of("/heal", "/heal/pump")) {
            Wire.Answer answer = order(path, body);
            assertThat(answer.status()).as(answer.all()).isBetween(400, 499);
        }
        String decision = body.replace("command", "decision").replace("stop", "acknowledge");
        assertThat(order("/incidents/" + station.incident().id(), decision).status())
                .isBetween(400, 499);
        assertThat(station.traces()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "text/html",
                "text/json",
                "application/xml",
                "application/octet-stream",
                "application/jsonx",
                "*/*",
                "application/*",
                "json",
                "none at all",
            })
    void whatAFormCanSendOrdersNothing(String type) {
        for (String path : List.of(
                "/heal", "/heal/pump", "/incidents/" + station.incident().id())) {
            String json = path.startsWith("/heal") ? STOP : "{\"decision\": \"acknowledge\"}";
            for (String body : List.of(
                    json,
                    "command=stop&reason=x&decision=acknowledge",
                    "--b\r\nContent-Disposition: form-data; name=\"command\"\r\n\r\nstop\r\n--b\r\nContent-Disposition:"
                            + " form-data; name=\"decision\"\r\n\r\nacknowledge\r\n--b--\r\n")) {
                Wire.Answer answer = Wire.post(station.port(), "/actuator" + path)
                        .as(Person.OPERATOR)
                        .body(type.equals("none at all") ? null : type, body)
                        .send();
                assertThat(answer.status()).as(path + " " + answer.all()).isEqualTo(415);
            }
        }
        assertThat(station.traces()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/heal?command=stop&reason=x",
                "/heal/pump?command=stop&reason=x",
                "INCIDENT?decision=acknowledge"
            })
    void theQueryIsNoBody(String path) {
        String url = "/actuator"
                + path.replace("INCIDENT", "/incidents/" + station.incident().id());
        List<Wire.Answer> answers = List.of(
                Wire.post(station.port(), url).as(Person.OPERATOR).send(),
                Wire.post(station.port(), url)
                        .as(Person.OPERATOR)
                        .silentOnLength()
                        .send(),
                Wire.post(station.port(), url).as(Person.OPERATOR).json("").send(),
                Wire.post(station.port(), url).as(Person.OPERATOR).json("{}").send(),
                Wire.post(station.port(), url).as(Person.OPERATOR).json("null").send(),
                Wire.post(station.port(), url)
                        .as(Person.OPERATOR)
                        .header("Transfer-Encoding: chunked")
                        .silentOnLength()
                        .body("application/json", "0\r\n\r\n")
                        .send(),
                Wire.get(station.port(), url).as(Person.OPERATOR).send());

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.all()).isBetween(400, 499));
        assertThat(station.traces()).isEmpty();
    }

    @Test
    void theQueryReplacesNoPath() {
        Wire.Answer answer = read("/heal/valve?targetName=pump");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain(Station.EVIDENCE);
    }

    @Test
    void anOrderIsShort() {
        String endless = "{\"command\": \"stop\", \"reason\": \"" + "x".repeat(70_000) + "\"}";
        assertThat(order("/heal", endless).status()).isEqualTo(413);
        Wire.Answer chunked = Wire.post(station.port(), "/actuator/heal")
                .as(Person.OPERATOR)
                .header("Transfer-Encoding: chunked")
                .silentOnLength()
                .body("application/json", Integer.toHexString(STOP.length()) + "\r\n" + STOP + "\r\n0\r\n\r\n")
                .send();
        assertThat(chunked.status()).isEqualTo(411);
        assertThat(station.traces()).isEmpty();

        order("/heal", "{\"command\": \"stop\", \"reason\": \"" + "x".repeat(60_000) + "\"}");
        assertThat(heal("pump").orders().everywhere())
                .satisfies(stop -> assertThat(stop.reason()).hasSizeLessThan(400));
    }

    @Test
    void whatNobodyAskedForIsPassedOver() {
        order(
                "/heal/valve",
                "{\"command\": \"stop\", \"reason\": \"x\", \"by\": \"root\", \"role\": \"HEAL_OPERATOR\"}");

        assertThat(heal("valve").orders().here())
                .satisfies(stop -> assertThat(stop.by()).isEqualTo("operator"));
    }

    @Test
    void withoutAWordFromTheTeamThereIsNothingToOrderBy() {
        try (Station readOnly = Station.start(
                Layout.SAME_PORT,
                true,
                "management.endpoint.heal.access=read-only",
                "management.endpoint.incidents.access=read-only")) {
            for (String path : List.of(
                    "/heal", "/heal/pump", "/incidents/" + readOnly.incident().id())) {
                Wire.Answer answer = Wire.post(readOnly.port(), "/actuator" + path)
                        .as(Person.OPERATOR)
                        .json(path.startsWith("/heal") ? STOP : "{\"decision\": \"acknowledge\"}")
                        .send();
                assertThat(answer.status()).isEqualTo(405);
            }
            assertThat(readOnly.traces()).isEmpty();
        }
    }

    private static dev.heal.observe.TargetStatus heal(String target) {
        return station.heal().status(target);
    }

    private static Wire.Answer order(String path, String json) {
        return Wire.post(station.port(), "/actuator" + path)
                .as(Person.OPERATOR)
                .json(json)
                .send();
    }

    private static Wire.Answer read(String path) {
        return Wire.get(station.port(), "/actuator" + path).as(Person.READER).send();
    }
}
