package org.ringside.lab;

import org.ringside.machine.DeviceContext.Storage;

/**
 * A disk image that a run uses. Its contents stay in its file; a saved run knows them by their digest.
 *
 * @param name of the file, as the user wrote it
 * @param use what becomes of what the guest writes
 * @param sha256 of the contents when the run was saved, in hexadecimal; empty where any contents will do
 */
public record Disk(String name, Storage.Use use, String sha256) {

	/** An image with any contents. */
	public static Disk of(String name, Storage.Use use) {
		return new Disk(name, use, "");
	}
}
