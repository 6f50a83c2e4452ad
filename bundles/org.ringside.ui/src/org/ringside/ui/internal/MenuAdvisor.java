package org.ringside.ui.internal;

import org.eclipse.jface.action.GroupMarker;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.ui.IWorkbenchActionConstants;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.actions.ContributionItemFactory;
import org.eclipse.ui.application.ActionBarAdvisor;
import org.eclipse.ui.application.IActionBarConfigurer;

/**
 * The menu bar. Its groups are named after {@link IWorkbenchActionConstants}, so that p2's "Install New Software" and other
 * bundles' commands find their usual places.
 */
final class MenuAdvisor extends ActionBarAdvisor {
	private final IActionBarConfigurer bars;

	MenuAdvisor(IActionBarConfigurer bars) {
		super(bars);
		this.bars = bars;
	}

	@Override
	protected void makeActions(IWorkbenchWindow window) {
		register(ActionFactory.QUIT.create(window));
		register(ActionFactory.ABOUT.create(window));
		register(ActionFactory.PREFERENCES.create(window));
		register(ActionFactory.RESET_PERSPECTIVE.create(window));
	}

	@Override
	protected void fillMenuBar(IMenuManager menu) {
		menu.add(fileMenu());
		menu.add(new GroupMarker(IWorkbenchActionConstants.MB_ADDITIONS));
		menu.add(windowMenu());
		menu.add(helpMenu());
	}

	private MenuManager fileMenu() {
		var file = new MenuManager("&File", IWorkbenchActionConstants.M_FILE);
		file.add(new GroupMarker(IWorkbenchActionConstants.MB_ADDITIONS));
		file.add(new Separator());
		file.add(getAction(ActionFactory.QUIT.getId()));
		return file;
	}

	private MenuManager windowMenu() {
		var views = new MenuManager("Show &View", "org.ringside.ui.views");
		views.add(ContributionItemFactory.VIEWS_SHORTLIST.create(bars.getWindowConfigurer().getWindow()));
		var window = new MenuManager("&Window", IWorkbenchActionConstants.M_WINDOW);
		window.add(views);
		window.add(getAction(ActionFactory.RESET_PERSPECTIVE.getId()));
		window.add(new Separator());
		window.add(getAction(ActionFactory.PREFERENCES.getId()));
		return window;
	}

	private MenuManager helpMenu() {
		var help = new MenuManager("&Help", IWorkbenchActionConstants.M_HELP);
		help.add(new GroupMarker(IWorkbenchActionConstants.MB_ADDITIONS));
		help.add(new Separator());
		help.add(getAction(ActionFactory.ABOUT.getId()));
		return help;
	}
}
