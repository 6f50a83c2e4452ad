package org.ringside.cli.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Mistakes in a command line, in the words that Ringside's other messages use. */
final class Usage {

	private Usage() {
	}

	/** What is wrong, and the mend. */
	static String said(ParameterException error) {
		return switch (error) {
		case UnmatchedArgumentException e -> unmatched(e);
		case OverwrittenOptionException e -> name(e.getOverwritten()) + " is given twice: leave one out";
		case MissingParameterException e when !e.getMissing().isEmpty() -> missing(e.getMissing());
		default -> error.getMessage();
		};
	}

	private static String unmatched(UnmatchedArgumentException error) {
		String word = error.getUnmatched().getFirst();
		if (word.startsWith("-")) {
			List<String> similar = error.getSuggestions();
			return "there is no option " + word + ": " + (similar.isEmpty() ? "leave it out" : "is it " + String.join(", ", similar) + "?");
		}
		List<String> commands = error.getCommandLine().getSubcommands().entrySet().stream().filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
				.map(Map.Entry::getKey).toList();
		return commands.isEmpty() ? "\"" + word + "\" is one too many: leave it out"
				: "there is no command \"" + word + "\": choose one of " + String.join(", ", commands);
	}

	private static String missing(List<ArgSpec> missing) {
		String names = missing.stream().map(Usage::name).collect(Collectors.joining(" and "));
		boolean value = missing.size() == 1 && missing.getFirst() instanceof OptionSpec option && !option.required();
		return value ? names + " has no value: write " + names + " " + missing.getFirst().paramLabel()
				: names + (missing.size() == 1 ? " is missing: name it" : " are missing: name them");
	}

	private static String name(ArgSpec argument) {
		return argument instanceof OptionSpec option ? option.shortestName() : argument.paramLabel();
	}
}
