/**
 * Media for drives. A {@link org.ringside.devices.disk.DiskImage} is a raw image in a file; it becomes the medium of a
 * drive by the board's name for that:
 *
 * <pre>{@code
 * try (DiskImage image = DiskImage.open("disk.img", Storage.Use.KEPT)) {
 * 	MachineBuilder builder = new MachineBuilder(board, catalog);
 * 	builder.insert(image);                               // a virtio disk in the first slot that is empty
 * 	…
 * }
 * }</pre>
 *
 * <dl>
 * <dt>kept</dt><dd>what the guest writes is a part of the drive's state, and the file never changes</dd>
 * <dt>written</dt><dd>what the guest writes goes to the file, and is safe when the guest has flushed</dd>
 * </dl>
 */
package org.ringside.devices.disk;
