package org.ringside.ui.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;

/** Stops the window's guest. */
public final class StopGuest extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) {
		GuestConsole.ofWindow().ifPresent(GuestConsole::stop);
		return null;
	}
}
