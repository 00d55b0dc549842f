package dev.heal.spring.cli;

import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.SettingsReader;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.spring.explain.Difference;
import dev.heal.spring.explain.EffectivePolicy;
import dev.heal.spring.explain.PolicyWords;
import dev.heal.spring.explain.SafetyWords;
import dev.heal.spring.explain.SheddingWords;
import dev.heal.spring.schema.HealSchema;
import dev.heal.text.SafeText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Checks application files before anything is started: the same reading and the same complaints as at the start of the
 * application, as a command for a build. What only the beans of the application can tell is left to its start.
 */
public final class HealCheck {

    private static final int SOUND = 0;
    private static final int WRONG = 1;
    private static final int WRONG_USAGE = 2;

    private final Options options;
    private final ConfigurationFiles files;
    private final OwnWords words;
    private final PrintStream out;
    private final PrintStream err;

    private HealCheck(Options options, ConfigurationFiles files, OwnWords words, PrintStream out, PrintStream err) {
        this.options = options;
        this.files = files;
        this.words = words;
        this.out = out;
        this.err = err;
    }

    /** Ends the process with the exit status of {@link #run}. */
    public static void main(String[] arguments) {
        silence();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, err));
    }

    /** What Spring logs while it reads files is no result, whatever logging the application has brought. */
    private static void silence() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        try {
            LoggingSystem.get(HealCheck.class.getClassLoader()).beforeInitialize();
        } catch (RuntimeException | LinkageError noLogging) {
            // Then some lines too many are printed, and the answer is the same.
        }
    }

    /**
     * Checks, and prints results to {@code out} and complaints to {@code err}.
     *
     * @return 0 if everything is sound, 1 if something is wrong, 2 if the arguments cannot be meant
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return run(arguments, out, err, Path.of(""), System.getenv());
    }

    static int run(
            String[] arguments,
            PrintStream out,
            PrintStream err,
            Path workingDirectory,
            Map<String, String> variables) {
        try {
            Options options = Options.of(arguments);
            if (options.help()) {
                out.println(Options.USAGE);
                return SOUND;
            }
            ConfigurationFiles files = new ConfigurationFiles(
                    workingDirectory.toAbsolutePath().normalize(),
                    options.profiles(),
                    options.variables() ? variables : null);
            OwnWords words = OwnWords.in(options.packages(), classes());
            if (options.schema()) {
                out.println(HealSchema.json(words.vocabulary()));
                return SOUND;
            }
            HealCheck check = new HealCheck(options, files, words, out, err);
            return options.diff() ? check.diff() : check.check();
        } catch (WrongUsageException wrong) {
            err.println(wrong.getMessage());
            err.println("--help tells how to use it");
            return WRONG_USAGE;
        } catch (UnreadableException unreadable) {
            err.println(unreadable.getMessage());
            return WRONG;
        }
    }

    private static ClassLoader classes() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? HealCheck.class.getClassLoader() : ofThread;
    }

    private int check() throws UnreadableException, WrongUsageException {
        ConfigurableEnvironment environment = files.read(options.paths());
        HealSettings settings = settings(environment);
        if (!isSound(settings, environment, false)) {
            return WRONG;
        }
        for (TargetSettings target : settings.targets()) {
            PolicyWords.of(settings, target).forEach(out::println);
            if (options.origins()) {
                out.println("  values, and where they come from");
                EffectivePolicy.of(settings, target).lines().forEach(line -> out.println("    " + line));
            }
            out.println();
        }
        SafetyWords.of(settings).forEach(out::println);
        SheddingWords.of(settings.web()).forEach(out::println);
        settings.unused().forEach(out::println);
        out.println();
        int count = settings.targets().size();
        out.println("sound: " + count + (count == 1 ? " target" : " targets") + " in " + read(environment));
        words.unknown().forEach(type -> out.println("not known what words it brings: " + type));
        for (String profile : options.profiles()) {
            if (isNothingWrittenFor(profile, environment)) {
                out.println("nothing is written for the profile " + SafeText.of(profile));
            }
        }
        out.println("not known before the start: " + String.join(", and ", notKnown(settings)));
        return SOUND;
    }

    private List<String> notKnown(HealSettings settings) {
        List<String> unknown = new ArrayList<>();
        unknown.add("whether the named resources, circuit breakers and beans exist and fit");
        if (!settings.safety().journal().inMemory()) {
            unknown.add("whether the journal can be written");
        }
        if (!options.packages().isEmpty()) {
            unknown.add("whether a remediation of your own needs an approval");
        }
        return unknown;
    }

    /** A name that was mistyped must not be taken for a sound one. */
    private boolean isNothingWrittenFor(String profile, ConfigurableEnvironment environment)
            throws UnreadableException, WrongUsageException {
        List<String> others = options.profiles().stream()
                .filter(other -> !other.equals(profile))
                .toList();
        return sources(files.withProfiles(others).read(options.paths())).equals(sources(environment));
    }

    private static List<String> sources(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .map(PropertySource::getName)
                .toList();
    }

    private int diff() throws UnreadableException, WrongUsageException {
        ConfigurableEnvironment oldOnes = files.read(options.paths().subList(0, 1));
        ConfigurableEnvironment newOnes = files.read(options.paths().subList(1, 2));
        HealSettings before = settings(oldOnes);
        HealSettings after = settings(newOnes);
        // One of them may be of a time without heal; where both have no target, a wrong file was named.
        boolean mayBeEmpty = !before.names().isEmpty() || !after.names().isEmpty();
        // Both are told, so that one run is enough.
        boolean isOldSound = isSound(before, oldOnes, mayBeEmpty);
        boolean isNewSound = isSound(after, newOnes, mayBeEmpty);
        if (!isOldSound || !isNewSound) {
            return WRONG;
        }
        List<String> changes = Difference.between(before, after);
        changes.forEach(out::println);
        if (changes.isEmpty()) {
            out.println("nothing changes");
        }
        return SOUND;
    }

    private HealSettings settings(ConfigurableEnvironment environment) {
        HealSettings settings = new SettingsReader(words.vocabulary()).read(ConfigurationTree.of(environment));
        settings.findings().addAll(words.findings);
        settings.findings().addAll(BeforeTheStart.of(settings));
        return settings;
    }

    /** Whether nothing is wrong; else everything that is has been told. */
    private boolean isSound(HealSettings settings, ConfigurableEnvironment environment, boolean mayBeEmpty) {
        List<Finding> findings = settings.findings().all();
        if (findings.isEmpty()
                && (mayBeEmpty || settings.web() != null || !settings.names().isEmpty())) {
            return true;
        }
        if (findings.isEmpty()) {
            err.println("there is no target under heal.targets in " + read(environment)
                    + (options.profiles().isEmpty() ? "; is a --profile missing?" : ""));
            return false;
        }
        err.println((findings.size() == 1 ? "1 problem" : findings.size() + " problems") + " in " + read(environment));
        findings.forEach(finding -> err.println("  - " + finding));
        hint(findings, "is no kind of ", "kinds of the application's own are known with --scan <package>");
        hint(findings, "is no probe", "probes of the application's own are known with --scan <package>");
        words.unknown().forEach(type -> err.println("  not known what words it brings: " + type));
        if (!options.variables()) {
            hint(findings, "is set nowhere", "environment variables count with --env");
        }
        return false;
    }

    private void hint(List<Finding> findings, String wrong, String hint) {
        if (findings.stream().anyMatch(finding -> finding.wrong().contains(wrong))) {
            err.println("  " + hint);
        }
    }

    private String read(ConfigurableEnvironment environment) {
        List<String> names = ConfigurationFiles.names(environment);
        String[] active = environment.getActiveProfiles();
        return SafeText.of(names.isEmpty() ? "no file" : String.join(", ", names))
                + (active.length == 0
                        ? ""
                        : (active.length == 1 ? ", profile " : ", profiles ") + SafeText.of(String.join(", ", active)))
                + (options.variables() ? ", environment variables" : "");
    }
}
