package org.assay.jobs.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.assay.dataset.ImageSet;
import org.assay.jobs.conf.AuditPlan.PlannedImages;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.conf.Place;
import org.assay.jobs.conf.PlannedSubject;
import org.assay.jobs.conf.Question;
import org.assay.jobs.job.Reduction;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;

/**
 * What the questions of a plan are about of one network and data set: the images as they are, or
 * what a question's reduction makes of them. Questions share what was made once. For one thread.
 */
final class PlannedSubjects {

  private final SharedNetwork network;
  private final PlannedImages planned;
  private final ImageSet images;
  private final FileStore files;
  private final Map<Optional<NetworkSource>, PlannedSubject> made = new HashMap<>();

  PlannedSubjects(SharedNetwork network, PlannedImages planned, ImageSet images, FileStore files) {
    this.network = network;
    this.planned = planned;
    this.images = images;
    this.files = files;
  }

  PlannedImages planned() {
    return planned;
  }

  /** Where the plan names what may not go with the network. */
  Place place(Question question) {
    PlannedNetwork reduction = question.reduction();
    return reduction == null ? planned.place() : reduction.place();
  }

  /** What a question is about; {@link org.assay.jobs.run.BadInput} where it does not fit. */
  PlannedSubject of(Question question) {
    return made.computeIfAbsent(
        Optional.ofNullable(question.reduction()).map(PlannedNetwork::source), this::make);
  }

  private PlannedSubject make(Optional<NetworkSource> source) {
    SharedNetwork reduction = source.map(from -> from.read(files)).orElse(null);
    Function<Selection, Subject> chosen =
        selection ->
            reduction == null
                ? Subject.of(network, planned.source(), images, selection)
                : Subject.reduced(network, reduction, planned.source(), images, selection);
    return new PlannedSubject(
        chosen.apply(planned.selection()),
        reduction == null ? null : Reduction.of(reduction, images),
        new PlannedSubject.Data(images, planned.selection(), chosen));
  }
}
