package org.ringside.cli.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.ringside.lab.InstalledGuests;
import org.ringside.lab.LabException;
import org.ringside.lab.Problem;
import org.ringside.lab.Problems;
import org.ringside.lab.ServiceCatalog;

/** The command line in the installed product: contributions are services. */
public final class HeadlessApplication implements IApplication {

	@Override
	public Object start(IApplicationContext context) {
		BundleContext bundle = FrameworkUtil.getBundle(HeadlessApplication.class).getBundleContext();
		String[] arguments = (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
		// the splash screen, if there is one, would wait for this
		context.applicationRunning();
		try {
			return Ringside.execute(host(bundle), arguments);
		} catch (LabException e) {
			// the environment is wrong before there is a command
			System.err.println("ringside: " + e.getMessage());
			return Status.USAGE;
		}
	}

	private static Host host(BundleContext bundle) {
		Host.Plugins plugins = new Host.Plugins() {
			@Override
			public List<Problem> seen() {
				return Problems.seen(bundle);
			}

			@Override
			public List<Problem> tried() {
				return Problems.tried(bundle);
			}
		};
		boolean terminal = System.console() != null && System.console().isTerminal();
		return new Host(new ServiceCatalog(bundle), InstalledGuests.ofUser(), plugins, System.in,
				new Output(new FileOutputStream(FileDescriptor.out), System.out.charset()), System.err, terminal, isTerminal(2, terminal));
	}

	/** Where the system tells, whether a file descriptor is a terminal; elsewhere what is known of in and out. */
	private static boolean isTerminal(int descriptor, boolean otherwise) {
		Path link = Path.of("/proc/self/fd/" + descriptor);
		try {
			return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString().startsWith("/dev/pts/") : otherwise;
		} catch (IOException e) {
			return otherwise;
		}
	}

	@Override
	public void stop() {
		// the framework stops, and with it the process: a run's hook ends it
	}
}
