package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.Notebook;
import dev.heal.incident.Plan;
import dev.heal.incident.Story;
import dev.heal.spring.binding.AccessSettings;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;

/**
 * {@code /actuator/incidents}: the latest incidents, each as JSON or as a notebook, and the decisions of humans on them. Only
 * to read, unless the team says {@code management.endpoint.incidents.access=unrestricted}.
 */
@WebEndpoint(id = "incidents", defaultAccess = Access.READ_ONLY)
public final class IncidentsEndpoint {

    static final int MOST_LISTED = 100;
    private static final MimeType MARKDOWN = MimeType.valueOf("text/markdown;charset=UTF-8");
    private static final MimeType IPYNB = MimeType.valueOf("application/x-ipynb+json");
    private static final List<String> DECISIONS = List.of("approve", "deny", "abort", "acknowledge", "comment");

    private final Heal heal;
    private final AccessSettings access;
    private final Nonces nonces;
    private final Refusals refusals = new Refusals(Clock.system());

    public IncidentsEndpoint(Heal heal, AccessSettings access, Nonces nonces) {
        this.heal = heal;
        this.access = access;
        this.nonces = nonces;
    }

    /** The latest, newest first. */
    @ReadOperation
    public WebEndpointResponse<Object> incidents(SecurityContext security) {
        Caller caller = Caller.of(security, access);
        if (!caller.mayRead()) {
            return mayNotRead(caller, "the list of incidents");
        }
        List<Incident> all = heal.incidents();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kept", all.size());
        json.put(
                "incidents",
                all.stream().limit(MOST_LISTED).map(IncidentJson::summary).toList());
        return Answer.ok(json);
    }

    /**
     * One incident, told whole. Who may decide on its plan gets the nonce for that along with it.
     *
     * @param as {@code markdown} or {@code ipynb}; null for JSON
     */
    @ReadOperation(
            produces = {
                "application/vnd.spring-boot.actuator.v3+json",
                "application/json",
                "text/markdown",
                "application/x-ipynb+json"
            })
    public WebEndpointResponse<Object> incident(
            SecurityContext security, @Selector String incidentId, @Nullable String as) {
        Caller caller = Caller.of(security, access);
        if (!caller.mayRead()) {
            return mayNotRead(caller, "the incident " + incidentId);
        }
        Incident incident = find(incidentId).orElse(null);
        if (incident == null) {
            return unknown(incidentId);
        }
        if (as == null) {
            return Answer.ok(IncidentJson.whole(incident, nonce(caller, incident)));
        }
        return switch (as) {
            case "markdown" -> Answer.ok(Notebook.markdown(story(incident)), MARKDOWN);
            case "ipynb" -> Answer.ok(Notebook.ipynb(story(incident)), IPYNB);
            default ->
                Answer.bad("as=" + SafeText.of(as)
                        + " is no form of an incident; write markdown or ipynb, or leave it out");
        };
    }

    /** What a human says to an incident; {@code id} is only there to be refused. */
    @WriteOperation
    public WebEndpointResponse<Object> decide(
            SecurityContext security,
            @Selector String incidentId,
            @Nullable String decision,
            @Nullable String plan,
            @Nullable String nonce,
            @Nullable String text,
            @Nullable String id) {
        Caller caller = Caller.of(security, access);
        String person = caller.name();
        if (!caller.mayOrder() || person == null) {
            refusals.ofOrder(caller.shown(), "to decide on the incident " + incidentId, "no role for it");
            return Answer.mayNotOrder(access);
        }
        if (decision == null) {
            return Answer.bad("decision is missing; write approve, deny, abort, acknowledge or comment");
        }
        if (id != null) {
            return Answer.bad("the path names the incident; leave id out of the body");
        }
        Incident incident = find(incidentId).orElse(null);
        if (incident == null) {
            return unknown(incidentId);
        }
        String by = caller.shown();
        String said = text == null || text.isBlank() ? null : SafeText.of(text);
        return switch (decision) {
            case "approve", "deny" -> answerPlan(incident, decision, plan, nonce, person, by, said);
            case "abort" -> tell(incident, decision, Decision.abort(by, said));
            case "acknowledge" -> tell(incident, decision, Decision.acknowledge(by, said));
            case "comment" ->
                said == null
                        ? Answer.bad("text is missing; write what is to stand in the notebook")
                        : tell(incident, decision, Decision.comment(by, said));
            default ->
                Answer.bad("decision " + SafeText.of(decision) + " is none; " + Nearest.hint(decision, DECISIONS));
        };
    }

    private WebEndpointResponse<Object> answerPlan(
            Incident incident,
            String decision,
            @Nullable String hash,
            @Nullable String nonce,
            String person,
            String by,
            @Nullable String said) {
        if (hash == null || nonce == null) {
            return Answer.bad((hash == null ? "plan" : "nonce")
                    + " is missing; read the incident and send plan.hash as plan and plan.nonce as nonce");
        }
        Plan plan = incident.plan();
        if (plan == null) {
            return Answer.conflict("the incident waits for no decision");
        }
        if (!Nonces.same(plan.hash(), hash)) {
            return Answer.conflict("the incident waits for a decision on another plan; read it again");
        }
        if (!nonces.redeem(incident.id(), plan, person, nonce)) {
            refusals.ofOrder(
                    by, "to " + decision + " a plan of the incident " + incident.id(), "the nonce is not good for it");
            return Answer.forbidden(
                    "the nonce is not the one that you got with this plan, has been used or has expired;"
                            + " read the incident again");
        }
        Decision.Kind kind = decision.equals("approve") ? Decision.Kind.APPROVE : Decision.Kind.DENY;
        WebEndpointResponse<Object> answer = tell(incident, decision, new Decision(kind, plan.hash(), by, said));
        if (answer.getStatus() != WebEndpointResponse.STATUS_OK) {
            nonces.giveBack(plan);
        }
        return answer;
    }

    private WebEndpointResponse<Object> mayNotRead(Caller caller, String what) {
        refusals.ofLook(caller.shown(), "to read " + what, "no role for it");
        return Answer.mayNotRead(access);
    }

    private WebEndpointResponse<Object> tell(Incident incident, String word, Decision decision) {
        try {
            heal.decide(incident.id(), decision);
        } catch (IllegalArgumentException noLonger) {
            return Answer.conflict(SafeText.of(noLonger.getMessage()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("incident", IncidentJson.id(incident));
        json.put("decision", word);
        json.put("by", decision.by());
        return Answer.ok(json);
    }

    private @Nullable String nonce(Caller caller, Incident incident) {
        Plan plan = incident.plan();
        String person = caller.name();
        return plan == null || person == null || !caller.mayOrder() ? null : nonces.issue(incident.id(), plan, person);
    }

    private Optional<Incident> find(String id) {
        return heal.incident(id)
                .or(() -> heal.incidents().stream()
                        .filter(each -> IncidentJson.id(each).equals(id))
                        .findFirst());
    }

    private Story story(Incident incident) {
        return heal.story(incident.id()).orElseGet(() -> Story.of(incident));
    }

    private static WebEndpointResponse<Object> unknown(String id) {
        return Answer.notFound(
                "there is no incident " + SafeText.of(id) + "; only the latest are kept: read the list of incidents");
    }
}
