package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.explain.SafetyWords;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

/**
 * {@code /actuator/heal}: how the targets are, and orders to stop, to release, to change the mode, to pin a region and to take
 * that back. Only on the web, because JMX knows nobody by name; only to read, unless the team says
 * {@code management.endpoint.heal.access=unrestricted}.
 */
@WebEndpoint(id = "heal", defaultAccess = Access.READ_ONLY)
public final class HealEndpoint {

    private static final List<String> COMMANDS = List.of("stop", "release", "mode", "pin", "unpin");
    private static final List<String> MODES = List.of("observe", "propose", "act", "policy");

    private final Heal heal;
    private final HealSettings settings;
    private final TargetPolicies policies;
    private final RegionJson regions;
    private final Refusals refusals = new Refusals(Clock.system());

    public HealEndpoint(Heal heal, HealSettings settings) {
        this.heal = heal;
        this.settings = settings;
        this.policies = new TargetPolicies(settings);
        this.regions = new RegionJson(heal);
    }

    /** All targets, what holds for all of them, and what is switched off. */
    @ReadOperation
    public WebEndpointResponse<Object> targets(SecurityContext security) {
        Caller caller = Caller.of(security, settings.access());
        if (!caller.mayRead()) {
            return mayNotRead(caller, "all targets");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mode", Plain.word(settings.mode()));
        json.put("ceiling", Plain.word(settings.ceiling()));
        Map<String, Object> targets = new LinkedHashMap<>();
        Orders.Stop everywhere = null;
        Orders.Stop byFile = null;
        for (String target : heal.targets()) {
            TargetStatus status = heal.status(target);
            everywhere = status.orders().everywhere();
            byFile = status.orders().file();
            Map<String, Object> summary = TargetJson.summary(status);
            regions.addTo(summary, status);
            targets.put(SafeText.of(target), summary);
        }
        SafetyJson safety = new SafetyJson(heal, settings);
        json.put("stop", TargetJson.stop(everywhere));
        json.put("stopFile", safety.stopFile(byFile));
        json.put("journal", safety.journal());
        json.put("limits", Plain.texts(SafetyWords.of(settings)));
        json.put("targets", targets);
        json.put("switchedOff", new SwitchedOff(heal, settings).reasons());
        return Answer.ok(json);
    }

    /** One target: verdicts with their evidence, policy, modes, orders, calls. */
    @ReadOperation
    public WebEndpointResponse<Object> target(SecurityContext security, @Selector String targetName) {
        Caller caller = Caller.of(security, settings.access());
        if (!caller.mayRead()) {
            return mayNotRead(caller, "the target " + targetName);
        }
        String known = find(targetName).orElse(null);
        if (known == null) {
            return unknown(targetName);
        }
        TargetStatus status = heal.status(known);
        Map<String, Object> json = TargetJson.whole(status);
        regions.addTo(json, status);
        json.putAll(policies.of(known));
        return Answer.ok(json);
    }

    /** Orders something for all targets; {@code target} and {@code targetName} are only there to be refused. */
    @WriteOperation
    public WebEndpointResponse<Object> orderAll(
            SecurityContext security,
            @Nullable String command,
            @Nullable String reason,
            @Nullable String mode,
            @Nullable String target,
            @Nullable String targetName) {
        Caller caller = Caller.of(security, settings.access());
        if (!caller.mayOrder()) {
            return mayNotOrder(caller, command, "all targets");
        }
        if (target != null || targetName != null) {
            return Answer.bad("this would order it for all targets; name one in the path instead: heal/"
                    + SafeText.of(target != null ? target : targetName));
        }
        return order(caller, null, command, reason, mode);
    }

    /** Orders something for one target. */
    @WriteOperation
    public WebEndpointResponse<Object> orderOne(
            SecurityContext security,
            @Selector String targetName,
            @Nullable String command,
            @Nullable String reason,
            @Nullable String mode,
            @Nullable String target) {
        Caller caller = Caller.of(security, settings.access());
        if (!caller.mayOrder()) {
            return mayNotOrder(caller, command, "the target " + targetName);
        }
        if (target != null) {
            return Answer.bad("the path names the target; leave target out of the body");
        }
        String known = find(targetName).orElse(null);
        return known == null ? unknown(targetName) : order(caller, known, command, reason, mode);
    }

    private WebEndpointResponse<Object> mayNotRead(Caller caller, String what) {
        refusals.ofLook(caller.shown(), "to read " + what, "no role for it");
        return Answer.mayNotRead(settings.access());
    }

    private WebEndpointResponse<Object> mayNotOrder(Caller caller, @Nullable String command, String what) {
        refusals.ofOrder(
                caller.shown(),
                "to order " + (command == null ? "anything" : command) + " for " + what,
                "no role for it");
        return Answer.mayNotOrder(settings.access());
    }

    private WebEndpointResponse<Object> order(
            Caller caller,
            @Nullable String target,
            @Nullable String command,
            @Nullable String reason,
            @Nullable String mode) {
        if (command == null) {
            return Answer.bad(
                    "command is missing; write {\"command\": \"stop\", \"reason\": \"...\"}, or release, or mode, or pin, or"
                            + " unpin");
        }
        String by = caller.shown();
        switch (command) {
            case "stop" -> {
                if (reason == null || reason.isBlank()) {
                    return Answer.bad("reason is missing; write one sentence for those who will find heal stopped");
                }
                if (target == null) {
                    heal.stop(by, SafeText.of(reason));
                } else {
                    heal.stop(target, by, SafeText.of(reason));
                }
            }
            case "release" -> {
                if (target == null) {
                    heal.release(by);
                } else {
                    heal.release(target, by);
                }
            }
            case "pin" -> {
                if (target == null || regions.find(target).isEmpty()) {
                    return noRegion(target);
                }
                if (reason == null || reason.isBlank()) {
                    return Answer.bad(
                            "reason is missing; write one sentence for those who will find the region pinned");
                }
                heal.pin(target, by, SafeText.of(reason));
            }
            case "unpin" -> {
                if (target == null || regions.find(target).isEmpty()) {
                    return noRegion(target);
                }
                Orders.Pin pin = heal.status(target).orders().pin();
                if (pin == null || !pin.region().equals(target)) {
                    // Whoever takes back a pin names what is pinned, and cannot mean another one's.
                    return Answer.bad(SafeText.of(target) + " is not pinned"
                            + (pin == null ? "" : "; " + SafeText.of(pin.region()) + " is"));
                }
                heal.unpin(target, by);
            }
            case "mode" -> {
                if (mode == null || !MODES.contains(mode)) {
                    return Answer.bad((mode == null ? "mode is missing" : "mode " + SafeText.of(mode) + " is none")
                            + "; write observe, propose or act, or policy to take the order back");
                }
                Mode wanted = mode.equals("policy") ? null : Mode.valueOf(mode.toUpperCase(Locale.ROOT));
                Iterable<String> whom = target == null ? heal.targets() : List.of(target);
                whom.forEach(each -> heal.mode(each, wanted, by));
            }
            default -> {
                return Answer.bad("command " + SafeText.of(command) + " is none; " + Nearest.hint(command, COMMANDS));
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("command", command);
        json.put("target", target == null ? "all" : SafeText.of(target));
        if (command.equals("mode")) {
            json.put("mode", mode);
        }
        json.put("by", by);
        return Answer.ok(json);
    }

    private static WebEndpointResponse<Object> noRegion(@Nullable String target) {
        return Answer.bad((target == null ? "all targets are" : SafeText.of(target) + " is")
                + " no region of a router; name one in the path, such as heal/inventory@west");
    }

    /** By its name, or by the name as it is shown where that is not fit to be shown. */
    private Optional<String> find(String name) {
        return heal.targets().stream()
                .filter(target -> target.equals(name) || SafeText.of(target).equals(name))
                .findFirst();
    }

    private WebEndpointResponse<Object> unknown(String name) {
        List<String> reasons = new SwitchedOff(heal, settings).reasons().get(SafeText.of(name));
        if (reasons != null) {
            return Answer.notFound(
                    "the target " + SafeText.of(name) + " is switched off: " + String.join("; ", reasons));
        }
        return Answer.notFound("there is no target " + SafeText.of(name) + "; " + Nearest.hint(name, heal.targets()));
    }
}
