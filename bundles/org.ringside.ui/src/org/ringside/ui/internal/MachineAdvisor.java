package org.ringside.ui.internal;

import org.eclipse.swt.graphics.Point;
import org.eclipse.ui.application.ActionBarAdvisor;
import org.eclipse.ui.application.IActionBarConfigurer;
import org.eclipse.ui.application.IWorkbenchConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchAdvisor;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;
import org.eclipse.ui.console.ConsolePlugin;
import org.eclipse.ui.console.IConsole;
import org.osgi.framework.FrameworkUtil;
import org.ringside.lab.Experiment;
import org.ringside.lab.ServiceCatalog;
import org.ringside.machine.catalog.Catalog;

/** What the window starts with: its first perspective, its size and its menus. */
final class MachineAdvisor extends WorkbenchAdvisor {
	@Override
	public void initialize(IWorkbenchConfigurer configurer) {
		super.initialize(configurer);
		configurer.setSaveAndRestore(true);
	}

	@Override
	public String getInitialWindowPerspectiveId() {
		return MachinePerspective.ID;
	}

	@Override
	public void postStartup() {
		new SoftwareSites().schedule();
	}

	@Override
	public WorkbenchWindowAdvisor createWorkbenchWindowAdvisor(IWorkbenchWindowConfigurer configurer) {
		return new WindowAdvisor(configurer);
	}

	private static final class WindowAdvisor extends WorkbenchWindowAdvisor {
		WindowAdvisor(IWorkbenchWindowConfigurer configurer) {
			super(configurer);
		}

		@Override
		public void preWindowOpen() {
			IWorkbenchWindowConfigurer window = getWindowConfigurer();
			window.setInitialSize(new Point(1100, 750));
			window.setShowCoolBar(false);
			window.setShowStatusLine(true);
			window.setShowProgressIndicator(true);
			window.setTitle("Ringside");
		}

		/** The window begins with the default guest running in its console. */
		@Override
		public void postWindowOpen() {
			Catalog catalog = new ServiceCatalog(FrameworkUtil.getBundle(MachineAdvisor.class).getBundleContext());
			GuestConsole console = new GuestConsole(catalog, Experiment.standard());
			ConsolePlugin.getDefault().getConsoleManager().addConsoles(new IConsole[] { console });
			console.start();
		}

		@Override
		public boolean preWindowShellClose() {
			GuestConsole.ofWindow().ifPresent(GuestConsole::stop);
			return true;
		}

		@Override
		public ActionBarAdvisor createActionBarAdvisor(IActionBarConfigurer bars) {
			return new MenuAdvisor(bars);
		}
	}
}
