package org.assay.jobs.run;

import org.apache.spark.sql.SparkSession;
import org.assay.dataset.ImageSet;
import org.assay.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * What a question is about: a network, and the selected images of a data set that goes with it.
 *
 * @param source where the images come from
 */
public record Subject(SharedNetwork network, ImageSource source, SharedImages images) {

  /** Reads both; {@link BadInput} where they do not go together. */
  public static Subject read(
      SparkSession spark,
      FileStore files,
      NetworkSource network,
      ImageSource source,
      Selection selection) {
    SharedNetwork shared = network.read(files);
    return of(shared, source, source.read(spark, files), selection);
  }

  /**
   * Reads a network whose inputs are what another one makes of the images; {@link BadInput} where
   * the three do not go together.
   *
   * @param reduction takes the images and gives the network's inputs
   */
  public static Subject reduced(
      SharedNetwork network,
      SharedNetwork reduction,
      ImageSource source,
      ImageSet images,
      Selection selection) {
    checkFit(network, reduction, source, images);
    SharedImages shared = SharedImages.of(images, selection, reduction.network().input());
    tellsApart(network, source, shared);
    return new Subject(network, source, shared);
  }

  /** Reads both, of which the network need not tell the images' labels apart. */
  public static Subject input(
      SparkSession spark,
      FileStore files,
      NetworkSource network,
      ImageSource source,
      Selection selection) {
    SharedNetwork shared = network.read(files);
    ImageSet images = source.read(spark, files);
    fits(shared, source, images);
    return new Subject(
        shared, source, SharedImages.of(images, selection, shared.network().input()));
  }

  /** A network and images that were read before. */
  public static Subject of(
      SharedNetwork network, ImageSource source, ImageSet images, Selection selection) {
    checkFit(network, null, source, images);
    SharedImages shared = SharedImages.of(images, selection, network.network().input());
    tellsApart(network, source, shared);
    return new Subject(network, source, shared);
  }

  /**
   * Refuses what does not go together, whichever images are selected.
   *
   * @param reduction takes the images and gives the network's inputs; null where there is none
   */
  public static void checkFit(
      SharedNetwork network,
      @Nullable SharedNetwork reduction,
      ImageSource source,
      ImageSet images) {
    if (reduction == null) {
      fits(network, source, images);
      return;
    }
    int inputs = network.network().inputs();
    int given = reduction.network().labels();
    if (given != inputs) {
      throw new BadInput(
          "%s takes %d values, but %s gives %d. Give the reduction that the network was trained on"
              .formatted(network.path(), inputs, reduction.path(), given));
    }
    fits(reduction, source, images);
  }

  private static void fits(SharedNetwork network, ImageSource source, ImageSet images) {
    Network function = network.network();
    if (images.shape().size() != function.inputs()) {
      throw new BadInput(
          "%s takes %s, %d values an image; the images of %s are %s, %d values. Give data that fit the network"
              .formatted(
                  network.path(),
                  function.input(),
                  function.inputs(),
                  source.path(),
                  images.shape(),
                  images.shape().size()));
    }
  }

  private static void tellsApart(SharedNetwork network, ImageSource source, SharedImages shared) {
    Network function = network.network();
    if (shared.greatestLabel() >= function.labels()) {
      throw new BadInput(
          "%s has label %d, but %s tells only %d labels apart (0..%d)"
              .formatted(
                  source.path(),
                  shared.greatestLabel(),
                  network.path(),
                  function.labels(),
                  function.labels() - 1));
    }
  }
}
