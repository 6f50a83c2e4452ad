package org.ringside.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.Accessible;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.console.ConsolePlugin;
import org.eclipse.ui.console.IConsole;
import org.eclipse.ui.console.IConsoleManager;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.osgi.framework.FrameworkUtil;
import org.ringside.guest.GuestFile;
import org.ringside.lab.Experiment;
import org.ringside.lab.Experiment.Role;
import org.ringside.lab.ServiceCatalog;

/** The window as a user has it, with real widgets and keys. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuestConsoleTest {

	private static final long PATIENCE = 120_000;

	private final Shell shell = PlatformUI.getWorkbench().getActiveWorkbenchWindow().getShell();
	private final Display display = shell.getDisplay();

	@Test
	@Order(1)
	void theDefaultGuestRunsInTheWindowToItsLastLine() {
		waitUntil(() -> find(StyledText.class).isPresent());
		waitUntil(() -> text().getText().endsWith("primer: powering off with status 0\n"));
		waitUntil(() -> !GuestConsole.ofWindow().orElseThrow().running());
		waitUntil(() -> !button("Stop").isEnabled());
	}

	@Test
	@Order(2)
	void keysReachAGuestThatWasStartedWithTheButton() {
		shell.forceActive();
		click(button("Start"));
		// until then the console shows the run before
		waitUntil(() -> button("Stop").isEnabled());
		waitUntil(() -> text().getText().contains("echo(3): type something"));
		text().forceFocus();
		waitUntil(() -> display.getFocusControl() == text());
		for (char key : "hi".toCharArray()) {
			press(key);
		}
		waitUntil(() -> text().getText().contains("powering off"));
		assertTrue(text().getText().contains("I heard 2 bytes"), text().getText());
	}

	@Test
	@Order(3)
	void aGuestThatRunsForEverIsStoppedWithTheButton() {
		byte[] jumpToItself = { 0x6f, 0, 0, 0 };
		Experiment spin = Experiment.standard().withGuest("bare").withFile(Role.PROGRAM, new GuestFile("spin", jumpToItself));
		GuestConsole console = new GuestConsole(new ServiceCatalog(FrameworkUtil.getBundle(GuestConsole.class).getBundleContext()), spin);
		IConsoleManager consoles = ConsolePlugin.getDefault().getConsoleManager();
		consoles.addConsoles(new IConsole[] { console });
		console.start();
		consoles.showConsoleView(console);
		waitUntil(() -> all(shell).stream().anyMatch(control -> control instanceof Label label && label.getText().equals("bare is running")));
		click(button("Stop"));
		waitUntil(() -> !console.running());
		waitUntil(() -> !button("Stop").isEnabled());
		assertTrue(console.shown().state().startsWith("bare was stopped, after "), console.shown().state());
		consoles.removeConsoles(new IConsole[] { console });
	}

	@Test
	@Order(4)
	void everyControlHasANameAndIsReachedByKeyboard() {
		for (Control control : List.of(button("Start"), button("Stop"), text())) {
			Accessible accessible = control.getAccessible();
			assertTrue(accessible != null && control.isVisible());
			assertEquals(0, control.getStyle() & SWT.NO_FOCUS);
		}
		assertTrue(button("Start").getText().contains("&"), "no mnemonic");
	}

	// ---- widgets

	private StyledText text() {
		return find(StyledText.class).orElseThrow();
	}

	private Button button(String label) {
		return all(shell).stream().filter(Button.class::isInstance).map(Button.class::cast)
				.filter(Button::isVisible)
				.filter(button -> button.getText().replace("&", "").equals(label) || button.getText().replace("&", "").equals("Re" + label.toLowerCase(Locale.ROOT)))
				.findFirst().orElseThrow();
	}

	private <C extends Control> Optional<C> find(Class<C> type) {
		return all(shell).stream().filter(type::isInstance).map(type::cast).filter(Control::isVisible).findFirst();
	}

	private static List<Control> all(Composite of) {
		List<Control> found = new ArrayList<>();
		for (Control child : of.getChildren()) {
			found.add(child);
			if (child instanceof Composite composite) {
				found.addAll(all(composite));
			}
		}
		return found;
	}

	// ---- a user

	private void click(Button button) {
		Point at = button.toDisplay(button.getSize().x / 2, button.getSize().y / 2);
		post(SWT.MouseMove, at, 0, '\0');
		post(SWT.MouseDown, at, 1, '\0');
		post(SWT.MouseUp, at, 1, '\0');
	}

	private void press(char key) {
		post(SWT.KeyDown, new Point(0, 0), 0, key);
		post(SWT.KeyUp, new Point(0, 0), 0, key);
	}

	private void post(int type, Point at, int mouse, char key) {
		Event event = new Event();
		event.type = type;
		event.x = at.x;
		event.y = at.y;
		event.button = mouse;
		event.character = key;
		assertTrue(display.post(event), "the window system takes no events");
		dispatch(100);
	}

	private void waitUntil(BooleanSupplier condition) {
		long end = System.currentTimeMillis() + PATIENCE;
		while (!condition.getAsBoolean()) {
			assertTrue(System.currentTimeMillis() < end, () -> "waited too long; the console shows:\n" + find(StyledText.class).map(StyledText::getText));
			dispatch(50);
		}
	}

	private void dispatch(int milliseconds) {
		long end = System.currentTimeMillis() + milliseconds;
		while (System.currentTimeMillis() < end) {
			if (!display.readAndDispatch()) {
				display.timerExec(10, () -> {
					// to wake
				});
				display.sleep();
			}
		}
	}
}
