package org.ringside.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.machine.state.Snapshot;
import org.ringside.machine.state.SnapshotFile;
import org.ringside.machine.state.StateCodec;
import org.ringside.machine.state.StateException;

/**
 * A run in a file: the machine's state, and all that is needed to go on: the experiment with its files, the script and
 * where it was, what was offered to the guest and not delivered.
 *
 * @param name of the file, for messages
 */
public record SavedRun(String name, Experiment experiment, Optional<Script> script, Snapshot snapshot) {

	/** Paths of what is saved beside the machine begin so. */
	static final String LAB = "lab.";
	static final String EXPERIMENT = LAB + "experiment";
	static final String SCRIPT = LAB + "script";

	/** The script in a file; both texts are empty if there is none. */
	record ScriptText(String name, String text) {

		static ScriptText of(Optional<Script> script) {
			return script.map(s -> new ScriptText(s.name(), s.text())).orElse(new ScriptText("", ""));
		}

		Optional<Script> script() {
			return text.isEmpty() ? Optional.empty() : Optional.of(Script.parse(name, text));
		}
	}

	/** The same run with its disk images in other places; they must hold what they held when it was saved. */
	public SavedRun withDisks(List<Disk> places) {
		List<Disk> moved = new ArrayList<>();
		for (Disk disk : experiment.disks()) {
			moved.add(new Disk(places.get(moved.size()).name(), disk.use(), disk.sha256()));
		}
		return new SavedRun(name, experiment.withDisks(moved), script, snapshot);
	}

	/** Reads a saved run; throws {@link StateException} if the file cannot be read or is something else. */
	public static SavedRun read(Path file) {
		Snapshot snapshot = SnapshotFile.read(file);
		Map<String, Snapshot.Part> parts = snapshot.parts();
		if (!parts.containsKey(EXPERIMENT) || !parts.containsKey(SCRIPT)) {
			throw new StateException("snapshot " + file + " holds a machine, but no run: take one with --save");
		}
		return new SavedRun(file.toString(), StateCodec.decode(Experiment.class, parts.get(EXPERIMENT).bytes()),
				StateCodec.decode(ScriptText.class, parts.get(SCRIPT).bytes()).script(), snapshot);
	}
}
