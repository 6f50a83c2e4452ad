package org.ringside.ui.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;

/** Starts the window's guest, anew if it runs. */
public final class StartGuest extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) {
		GuestConsole.ofWindow().ifPresent(GuestConsole::start);
		return null;
	}
}
