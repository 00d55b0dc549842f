package dev.heal.spring.cli;

import dev.heal.text.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The command line.
 *
 * @param paths files or directories, the later over the earlier; the old and the new one for a difference
 * @param profiles in the order in which they are activated
 * @param packages where to look for an application's own words
 * @param variables whether the environment variables of this process count
 * @param origins whether each value is told with its place
 */
record Options(
        boolean help,
        boolean diff,
        boolean schema,
        List<String> paths,
        List<String> profiles,
        List<String> packages,
        boolean variables,
        boolean origins) {

    static final String USAGE = """
            usage: HealCheck [options] [file or directory ...]
                   HealCheck [options] --diff OLD NEW
                   HealCheck [--scan PACKAGE] --schema

            Reads application.yml, .yaml or .properties as Spring Boot does, without starting the application, and says
            in words what heal would do for each target, or what is wrong. Several files or directories are read
            together, the later over the earlier; without any: src/main/resources, else the working directory.

              --profile NAME[,NAME]  activates profiles
              --env                  lets the environment variables of this process count, too
              --origins              prints each value that holds with the place it comes from
              --scan PACKAGE         learns the kinds that an application brings itself from its classes (repeatable)
              --diff                 says in words what changes from OLD to NEW
              --schema               prints a JSON Schema for editors, with the kinds of --scan in it
              --help                 prints this

            exit status: 0 sound, 1 something is wrong, 2 wrong usage""";

    private static final List<String> KNOWN =
            List.of("--profile", "--env", "--origins", "--scan", "--diff", "--schema", "--help");

    static Options of(String[] arguments) throws WrongUsageException {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        List<String> paths = new ArrayList<>();
        List<String> profiles = new ArrayList<>();
        List<String> packages = new ArrayList<>();
        boolean help = false;
        boolean diff = false;
        boolean schema = false;
        boolean variables = false;
        boolean origins = false;
        while (!left.isEmpty()) {
            String argument = left.removeFirst();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            boolean takesValue = option.equals("--profile") || option.equals("--scan");
            if (equals >= 0) {
                if (!takesValue) {
                    throw new WrongUsageException(
                            KNOWN.contains(option) ? option + " takes no value" : unknown(option));
                }
                left.addFirst(argument.substring(equals + 1));
            }
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--diff" -> diff = true;
                case "--schema" -> schema = true;
                case "--env" -> variables = true;
                case "--origins" -> origins = true;
                case "--profile" -> profiles.addAll(names(option, left));
                case "--scan" -> packages.addAll(names(option, left));
                default -> {
                    if (option.startsWith("-")) {
                        throw new WrongUsageException(unknown(option));
                    }
                    paths.add(argument);
                }
            }
        }
        if (diff && !help && paths.size() != 2) {
            throw new WrongUsageException(
                    "--diff takes two files or directories, the old and the new one, not " + paths.size());
        }
        return new Options(help, diff, schema, paths, profiles, packages, variables, origins);
    }

    private static String unknown(String option) {
        return option + " is no option; " + Nearest.hint(option, KNOWN);
    }

    private static List<String> names(String option, Deque<String> left) throws WrongUsageException {
        String value = left.pollFirst();
        List<String> names = value == null || value.startsWith("--")
                ? List.of()
                : Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (names.isEmpty()) {
            throw new WrongUsageException(option + " takes a name");
        }
        return names;
    }
}
