package org.ringside.lab;

import java.io.InputStream;

import org.ringside.lab.internal.PipeInput;
import org.ringside.lab.internal.Recording;
import org.ringside.lab.internal.ReplayInput;
import org.ringside.lab.internal.ScriptInput;
import org.ringside.machine.Component;

/** The kinds of {@link Input}, but for {@link LiveInput}. */
public final class Inputs {

	private record Nowhere() {
	}

	/** The position of an input that has none. */
	static final Component<?> NO_POSITION = new Component<Nowhere>() {
		@Override
		public Class<Nowhere> stateType() {
			return Nowhere.class;
		}

		@Override
		public Nowhere state() {
			return new Nowhere();
		}

		@Override
		public void restore(Nowhere state) {
			// there is none
		}
	};

	private Inputs() {
	}

	/** Nothing is ever typed. */
	public static Input none() {
		return keyboard -> {
			// never touched
		};
	}

	/** What a script says. */
	public static Input script(Script script) {
		return new ScriptInput(script);
	}

	/**
	 * What comes out of a pipe or a file: the next byte when the last was taken and the guest idles or polls for input.
	 * Reading begins now.
	 */
	public static Input pipe(InputStream from) {
		return new PipeInput(from);
	}

	/**
	 * What was recorded, at the same moments.
	 *
	 * @throws LabException with file and line, if it is no recording
	 */
	public static Input replay(String name, byte[] recording) {
		return new ReplayInput(Recording.read(name, recording));
	}
}
