package org.ringside.ui.internal;

import org.eclipse.swt.graphics.Point;
import org.eclipse.ui.application.ActionBarAdvisor;
import org.eclipse.ui.application.IActionBarConfigurer;
import org.eclipse.ui.application.IWorkbenchConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchAdvisor;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;

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

		@Override
		public ActionBarAdvisor createActionBarAdvisor(IActionBarConfigurer bars) {
			return new MenuAdvisor(bars);
		}
	}
}
