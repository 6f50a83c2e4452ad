package org.ringside.ui.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;
import org.eclipse.ui.console.IConsoleConstants;

/** The first perspective: a machine's serial console fills the window. */
public final class MachinePerspective implements IPerspectiveFactory {
	static final String ID = "org.ringside.ui.perspective";

	@Override
	public void createInitialLayout(IPageLayout layout) {
		layout.setEditorAreaVisible(false);
		layout.addView(IConsoleConstants.ID_CONSOLE_VIEW, IPageLayout.TOP, 1.0f, layout.getEditorArea());
		layout.addShowViewShortcut(IConsoleConstants.ID_CONSOLE_VIEW);
	}
}
