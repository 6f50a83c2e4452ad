package org.ringside.cli.internal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

import org.ringside.lab.InstalledGuests;
import org.ringside.lab.Problem;
import org.ringside.machine.catalog.Catalog;

/**
 * What the commands are handed: contributions, installed guests, and the process's streams.
 *
 * @param problems of the installed plug-ins
 * @param terminal true if in and out are a terminal
 * @param errIsTerminal true if err is one
 */
record Host(Catalog catalog, InstalledGuests guests, Plugins problems, InputStream in, Output out, PrintStream err, boolean terminal, boolean errIsTerminal) {

	/** Asks for the problems of plug-ins. */
	interface Plugins {

		/** What can be seen without activating anything. */
		List<Problem> seen();

		/** What is seen after activating everything. */
		List<Problem> tried();

		/** Where there are no plug-ins. */
		static Plugins none() {
			return new Plugins() {
				@Override
				public List<Problem> seen() {
					return List.of();
				}

				@Override
				public List<Problem> tried() {
					return List.of();
				}
			};
		}
	}

	/** Says in one line that plug-ins have problems, if they have. */
	void warnOfProblems() {
		int number = problems.seen().size();
		if (number > 0) {
			err.println("ringside: " + number + (number == 1 ? " plug-in problem" : " plug-in problems") + ": see ringside list --problems");
		}
	}
}
