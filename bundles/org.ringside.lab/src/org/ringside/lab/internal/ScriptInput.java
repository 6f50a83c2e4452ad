package org.ringside.lab.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.ringside.lab.Ending;
import org.ringside.lab.Input;
import org.ringside.lab.Script;
import org.ringside.machine.Clock;
import org.ringside.machine.Component;

/** Types what a script says. */
public final class ScriptInput implements Input {

	/** What was printed while the script did not expect anything counts for the next expect; so much of it is kept. */
	private static final int KEPT = 1 << 20;

	private static final int NOT_EXPECTING = -1;

	/**
	 * @param next index of the action to do
	 * @param unseen what was printed since the last match
	 * @param matched bytes of the text expected that are there, or -1 if none is expected
	 * @param alarm moment at which a wait ends, or {@link Clock#NEVER}
	 */
	public record Position(int next, byte[] unseen, int matched, long alarm) {
	}

	private final Script script;
	private Keyboard keyboard;
	private Clock.Timer alarm;
	private int next;
	private Seen seen;
	private ByteArrayOutputStream unseen = new ByteArrayOutputStream();

	public ScriptInput(Script script) {
		this.script = script;
	}

	@Override
	public void connect(Keyboard keyboard) {
		this.keyboard = keyboard;
		alarm = keyboard.alarm(this::act);
		alarm.set(keyboard.now());
	}

	@Override
	public void sent(int value) {
		if (seen == null) {
			if (unseen.size() < KEPT) {
				unseen.write(value);
			}
		} else if (seen.add(value)) {
			seen = null;
			next++;
			act();
		}
	}

	/** Does actions until one has to wait. */
	private void act() {
		while (next < script.actions().size()) {
			switch (script.actions().get(next)) {
			case Script.Expect expect -> {
				if (!printed(expect.text())) {
					return;
				}
				next++;
			}
			case Script.Send send -> {
				keyboard.type(send.text());
				next++;
			}
			case Script.Wait wait -> {
				next++;
				alarm.set(keyboard.now() + wait.steps() * keyboard.rate());
				return;
			}
			case Script.End _ -> {
				next++;
				keyboard.end(Ending.Reason.SCRIPT);
				return;
			}
			}
		}
	}

	/** True if the text was printed already; otherwise it is looked for from now on. */
	private boolean printed(byte[] text) {
		seen = new Seen(text, 0);
		byte[] before = unseen.toByteArray();
		unseen = new ByteArrayOutputStream();
		for (int i = 0; i < before.length; i++) {
			if (seen.add(before[i])) {
				seen = null;
				unseen.write(before, i + 1, before.length - i - 1);
				return true;
			}
		}
		return false;
	}

	@Override
	public String unmet() {
		return seen == null || !(script.actions().get(next) instanceof Script.Expect(int line, byte[] text)) ? ""
				: script.name() + ":" + line + ": the guest never printed \"" + new String(text, StandardCharsets.UTF_8).replace("\n", "\\n") + "\"";
	}

	@Override
	public Optional<Script> script() {
		return Optional.of(script);
	}

	@Override
	public Component<?> position() {
		return new Component<Position>() {
			@Override
			public Class<Position> stateType() {
				return Position.class;
			}

			@Override
			public Position state() {
				return new Position(next, unseen.toByteArray(), seen == null ? NOT_EXPECTING : seen.matched(), alarm.deadline());
			}

			@Override
			public void restore(Position position) {
				next = position.next();
				unseen = new ByteArrayOutputStream();
				unseen.writeBytes(position.unseen());
				seen = position.matched() == NOT_EXPECTING ? null : expected(position);
				alarm.set(position.alarm());
			}
		};
	}

	private Seen expected(Position position) {
		if (position.next() < script.actions().size() && script.actions().get(position.next()) instanceof Script.Expect(int _, byte[] text)
				&& position.matched() < text.length) {
			return new Seen(Arrays.copyOf(text, text.length), position.matched());
		}
		throw new IllegalArgumentException("the saved run was elsewhere in its script: give the same --input");
	}
}
