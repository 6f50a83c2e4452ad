package org.ringside.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.console.IConsoleConstants;
import org.junit.jupiter.api.Test;

/** The real window, opened by the application itself. */
class WorkbenchTest {
	@Test
	void theWindowOpensWithTheConsoleOfTheMachine() {
		IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
		assertEquals(MachinePerspective.ID, window.getActivePage().getPerspective().getId());
		assertNotNull(window.getActivePage().findView(IConsoleConstants.ID_CONSOLE_VIEW));
		assertTrue(window.getShell().isVisible());
	}

	@Test
	void theMenusHoldWhatTheyShould() {
		Shell shell = PlatformUI.getWorkbench().getActiveWorkbenchWindow().getShell();
		List<String> menus = texts(shell.getMenuBar());
		assertEquals("File", menus.getFirst());
		assertEquals(List.of("Window", "Help"), menus.subList(menus.size() - 2, menus.size()));
		List<String> help = texts(item(shell.getMenuBar(), "Help").getMenu());
		assertTrue(help.stream().anyMatch(t -> t.startsWith("Install New Software")), help.toString());
		assertTrue(help.stream().anyMatch(t -> t.startsWith("About")), help.toString());
	}

	private static MenuItem item(Menu menu, String text) {
		return Arrays.stream(menu.getItems()).filter(i -> text(i).equals(text)).findFirst().orElseThrow();
	}

	private static List<String> texts(Menu menu) {
		// menus are filled when they are about to be seen
		menu.notifyListeners(SWT.Show, new Event());
		List<String> texts = new ArrayList<>();
		for (MenuItem item : menu.getItems()) {
			texts.add(text(item));
		}
		menu.notifyListeners(SWT.Hide, new Event());
		return texts;
	}

	private static String text(MenuItem item) {
		return item.getText().replace("&", "");
	}
}
