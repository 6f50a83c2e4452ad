package org.ringside.benchmark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param guests by name; empty for all
 * @param runs rounds
 * @param iterations of each guest; empty for its own number
 * @param engine id of the executor
 * @param qemu whether to compare
 * @param micro the table of small things instead
 * @param gdb what a debugger costs that does nothing, instead
 * @param linux the boot of Linux instead
 * @param kernel file that Linux boots from; empty for the installed guest's
 * @param initrd file with its initial RAM disk; empty for the installed guest's
 */
record Choice(List<String> guests, int runs, Optional<Integer> iterations, String engine, boolean qemu, boolean micro, boolean gdb, boolean linux,
		String kernel, String initrd) {

	private static final String HELP = "benchmark [GUEST...] [--runs N] [--iterations N] [--engine ID] [--no-qemu] [--micro] [--gdb]"
			+ " [--linux [--kernel FILE --initrd FILE]]";
	private static final int RUNS = 3;

	static Choice of(String[] arguments) {
		List<String> guests = new ArrayList<>();
		int runs = RUNS;
		Optional<Integer> iterations = Optional.empty();
		String engine = "interpreter";
		boolean qemu = true;
		boolean micro = false;
		boolean gdb = false;
		boolean linux = false;
		String kernel = "";
		String initrd = "";
		for (Iterator<String> i = List.of(arguments).iterator(); i.hasNext();) {
			String word = i.next();
			switch (word) {
			case "--runs" -> runs = number(word, i);
			case "--iterations" -> iterations = Optional.of(number(word, i));
			case "--engine" -> engine = value(word, i);
			case "--no-qemu" -> qemu = false;
			case "--micro" -> micro = true;
			case "--gdb" -> gdb = true;
			case "--linux" -> linux = true;
			case "--kernel" -> kernel = value(word, i);
			case "--initrd" -> initrd = value(word, i);
			default -> {
				if (word.startsWith("-")) {
					throw new BenchmarkException("unknown option " + word + ": " + HELP);
				}
				guests.add(word);
			}
			}
		}
		return new Choice(guests, runs, iterations, engine, qemu, micro, gdb, linux, kernel, initrd);
	}

	private static String value(String option, Iterator<String> rest) {
		if (!rest.hasNext()) {
			throw new BenchmarkException(option + " needs a value: " + HELP);
		}
		return rest.next();
	}

	private static int number(String option, Iterator<String> rest) {
		String text = value(option, rest);
		if (!text.matches("[1-9][0-9]{0,8}")) {
			throw new BenchmarkException("%s %s: it must be a number from 1 to 999999999".formatted(option, text));
		}
		return Integer.parseInt(text);
	}
}
