package org.ringside.ui.internal;

import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.events.VerifyEvent;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.part.IPageBookViewPage;
import org.eclipse.ui.part.Page;

/**
 * A guest's console, shown: its text, in which every key goes to the guest (Ctrl+Tab leaves it), and buttons. What is
 * printed is gathered and shown at most twenty times a second; the display's thread never waits for the guest.
 */
final class GuestPage extends Page implements IPageBookViewPage, GuestConsole.Page {

	private static final int REFRESH_MILLISECONDS = 50;

	private final GuestConsole console;
	private final AtomicBoolean due = new AtomicBoolean();
	private Display display;
	private Composite all;
	private StyledText text;
	private Label state;
	private Button start;
	private Button stop;
	private GuestConsole.Shown shown = new GuestConsole.Shown("", 0, "");

	GuestPage(GuestConsole console) {
		this.console = console;
	}

	@Override
	public void createControl(Composite parent) {
		display = parent.getDisplay();
		all = new Composite(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(3).margins(4, 4).applyTo(all);
		start = button("&Start", console::start);
		stop = button("S&top", console::stop);
		state = new Label(all, SWT.NONE);
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(state);
		text = new StyledText(all, SWT.MULTI | SWT.READ_ONLY | SWT.V_SCROLL | SWT.H_SCROLL | SWT.BORDER);
		text.setFont(JFaceResources.getTextFont());
		GridDataFactory.fillDefaults().grab(true, true).span(3, 1).applyTo(text);
		text.addVerifyKeyListener(this::key);
		text.addTraverseListener(event -> event.doit = (event.stateMask & SWT.CTRL) != 0);
		name(text, "Serial console of the guest");
		console.show(this);
		refresh();
	}

	private Button button(String label, Runnable action) {
		Button button = new Button(all, SWT.PUSH);
		button.setText(label);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(_ -> {
			action.run();
			text.setFocus();
		}));
		name(button, label.replace("&", "") + " the guest");
		return button;
	}

	private static void name(Control control, String name) {
		control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
			@Override
			public void getName(AccessibleEvent event) {
				event.result = name;
			}
		});
	}

	private void key(VerifyEvent event) {
		boolean copies = (event.stateMask & SWT.MOD1) != 0 && (event.stateMask & SWT.SHIFT) != 0;
		byte[] bytes = Keys.bytes(event.character, event.keyCode);
		if (!copies && bytes.length > 0 && (event.stateMask & SWT.ALT) == 0) {
			console.type(bytes);
			event.doit = false;
		} else if (copies && event.keyCode == 'c') {
			text.copy();
			event.doit = false;
		}
	}

	// ---- showing

	@Override
	public void changed() {
		if (due.compareAndSet(false, true)) {
			try {
				display.asyncExec(() -> display.timerExec(REFRESH_MILLISECONDS, this::refresh));
			} catch (SWTException e) {
				// the window is gone; so is what was to be shown
			}
		}
	}

	private void refresh() {
		due.set(false);
		if (all.isDisposed()) {
			return;
		}
		GuestConsole.Shown now = console.shown();
		if (!now.state().equals(state.getText())) {
			state.setText(now.state());
			state.setToolTipText(now.state());
		}
		start.setText(console.running() ? "Re&start" : "&Start");
		start.requestLayout();
		stop.setEnabled(console.running());
		show(now);
		shown = now;
	}

	/** Appends where what was there is still the beginning, which is nearly always. */
	private void show(GuestConsole.Shown now) {
		boolean atEnd = text.getCaretOffset() == text.getCharCount() || text.getCharCount() == 0;
		if (now.dropped() == shown.dropped() && now.text().startsWith(shown.text())) {
			text.append(now.text().substring(shown.text().length()));
		} else {
			text.setText(now.text());
			atEnd = true;
		}
		if (atEnd) {
			text.setCaretOffset(text.getCharCount());
			text.setTopIndex(text.getLineCount() - 1);
		}
	}

	@Override
	public Control getControl() {
		return all;
	}

	@Override
	public void setFocus() {
		text.setFocus();
	}

	/** The text, for tests. */
	StyledText text() {
		return text;
	}

	@Override
	public void dispose() {
		console.show(() -> {
		});
		super.dispose();
	}
}
