package org.ringside.cli.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

import org.ringside.lab.InstalledGuests;
import org.ringside.testkit.FlatCatalog;

/** The command line without OSGi, with all contributions of the class path. */
public final class PlainRingside {

	private PlainRingside() {
	}

	public static void main(String[] arguments) {
		boolean terminal = System.console() != null && System.console().isTerminal();
		System.exit(Ringside.execute(
				new Host(FlatCatalog.ofClassPath(), InstalledGuests.ofUser(), Host.Plugins.none(), System.in,
						new Output(new FileOutputStream(FileDescriptor.out), System.out.charset()), System.err, terminal, terminal),
				arguments));
	}
}
