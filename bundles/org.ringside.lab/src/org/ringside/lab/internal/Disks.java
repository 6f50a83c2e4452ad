package org.ringside.lab.internal;

import java.util.ArrayList;
import java.util.List;

import org.ringside.devices.disk.DiskImage;
import org.ringside.lab.Disk;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.machine.state.StateException;

/** The disk images of a run, open. */
public final class Disks implements AutoCloseable {

	private final List<DiskImage> images = new ArrayList<>();
	/** Of images that a guest writes, when they were opened: a report names what a run began with. */
	private final List<String> began = new ArrayList<>();

	private Disks() {
	}

	/**
	 * Opens the images.
	 *
	 * @throws org.ringside.devices.board.BoardException for one that cannot be a disk
	 * @throws StateException for one whose contents are not those that a saved run needs
	 */
	static Disks open(List<Disk> wanted) {
		Disks disks = new Disks();
		boolean opened = false;
		try {
			for (Disk disk : wanted) {
				DiskImage image = DiskImage.open(disk.name(), disk.use());
				disks.images.add(image);
				disks.began.add(disk.use() == Storage.Use.WRITTEN || !disk.sha256().isEmpty() ? image.sha256() : "");
				check(disk, disks.began.getLast());
			}
			opened = true;
			return disks;
		} finally {
			if (!opened) {
				disks.close();
			}
		}
	}

	private static void check(Disk disk, String sha256) {
		if (!disk.sha256().isEmpty() && !disk.sha256().equals(sha256)) {
			throw new StateException("disk %s is not as it was when the run was saved (its SHA-256 begins with %s, not %s): name that image with --disk"
					.formatted(disk.name(), sha256.substring(0, 12), disk.sha256().substring(0, 12)));
		}
	}

	List<DiskImage> images() {
		return images;
	}

	/** The disks with the digests of their contents when the run began. */
	public List<Disk> asTheyBegan() {
		List<Disk> disks = new ArrayList<>();
		for (int i = 0; i < images.size(); i++) {
			DiskImage image = images.get(i);
			if (began.get(i).isEmpty()) {
				began.set(i, image.sha256());
			}
			disks.add(new Disk(image.name(), image.use(), began.get(i)));
		}
		return disks;
	}

	/** The disks with the digests of their contents now. */
	public List<Disk> asTheyAre() {
		List<Disk> disks = new ArrayList<>();
		for (Disk disk : asTheyBegan()) {
			disks.add(disk.use() == Storage.Use.WRITTEN ? new Disk(disk.name(), disk.use(), images.get(disks.size()).sha256()) : disk);
		}
		return disks;
	}

	@Override
	public void close() {
		images.forEach(DiskImage::close);
	}
}
