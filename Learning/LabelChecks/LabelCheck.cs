using Digits.Learning.Data;
using Digits.Learning.Training;

namespace Digits.Learning.LabelChecks;

/// <summary>
/// Finds samples whose label may be wrong: every sample is read by a network that learned from the others, and those that are read surely
/// as something else are suspect.
/// </summary>
/// <remarks>
/// How sure is sure differs from class to class, so it is measured against how surely the class's own samples are read, after
/// C. Northcutt, L. Jiang, I. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels" (2021).
/// </remarks>
public static class LabelCheck
{
    /// <summary>The least number of folds.</summary>
    public const int MinFolds = 2;

    /// <summary>The greatest number of folds.</summary>
    public const int MaxFolds = 10;

    // A network that has seen so many images reads well enough to tell wrong labels.
    private const int LeastImagesSeen = 40_000;
    private const int MaxExtraEpochs = 40;

    /// <summary>Epochs that teach a network enough for a check: those of a preset, or more where there are few samples.</summary>
    /// <param name="presetEpochs">The preset's epochs.</param>
    /// <param name="count">Samples in all folds together.</param>
    /// <param name="folds">The folds.</param>
    public static int Epochs(int presetEpochs, int count, int folds)
    {
        var learned = Math.Max(1, (long)count * (folds - 1) / folds);
        return (int)Math.Clamp((LeastImagesSeen + learned - 1) / learned, presetEpochs, Math.Max(presetEpochs, MaxExtraEpochs));
    }

    /// <summary>Trains a network for each fold and compares what they read with the labels.</summary>
    /// <param name="trainer">Trains the networks.</param>
    /// <param name="images">The samples; at least as many different images as folds.</param>
    /// <param name="classCount">The number of classes; every label is less.</param>
    /// <param name="settings">How each network is trained; <see cref="TrainingSettings.Members"/> does not count.</param>
    /// <param name="folds">From <see cref="MinFolds"/> to <see cref="MaxFolds"/>.</param>
    /// <param name="observer">Told of every batch and epoch, the folds as members of a committee.</param>
    /// <param name="cancellationToken">Honoured between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is.</exception>
    /// <exception cref="TrainingRefusedException">There are fewer different images than folds, or the settings cannot be trained with.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LabelCheckResult Run(
        ITrainer trainer,
        LabeledImages images,
        int classCount,
        TrainingSettings settings,
        int folds,
        ITrainingObserver observer,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, MinFolds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, MaxFolds);

        var deal = FoldDeal.Deal(images, classCount, folds, settings.Seed);
        var foldObserver = new FoldObserver(observer, folds);
        var probabilities = new double[checked(images.Count * classCount)];
        for (var fold = 0; fold < folds; fold++)
        {
            foldObserver.Begin(fold);
            var (held, learned) = deal.Split(fold);
            var data = new TrainingData(images.Select(learned), Validation: null, images.Select(held), classCount);
            var result = trainer.Train(data, settings with { Members = 1 }, foldObserver, cancellationToken);
            Parallel.For(0, held.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
                result.Model.Predict(images.Image(held[i]), probabilities.AsSpan(held[i] * classCount, classCount)));
        }

        return SuspectRule.Judge(images.Labels, probabilities, classCount, deal.ImagesOfClass);
    }
}

/// <summary>What a check of labels found.</summary>
/// <param name="Suspects">The samples whose label may be wrong, the most suspect first.</param>
/// <param name="Accuracy">Share of the samples that were read as labelled, 0 to 1.</param>
/// <param name="UnjudgedClasses">Classes of which no sample is suspect because fewer than two different images have them.</param>
public sealed record LabelCheckResult(IReadOnlyList<SuspectSample> Suspects, double Accuracy, IReadOnlyList<int> UnjudgedClasses);

/// <summary>Tells of several trainings, one after another, as of one training of a committee.</summary>
internal sealed class FoldObserver(ITrainingObserver observer, int folds) : ITrainingObserver
{
    private int _member;
    private long _imagesBefore;
    private long _images;
    private TimeSpan _elapsedBefore;
    private TimeSpan _elapsed;

    public void Begin(int fold)
    {
        _member = fold + 1;
        (_imagesBefore, _elapsedBefore) = (_images, _elapsed);
    }

    public void OnBatch(BatchReport report)
    {
        _images = _imagesBefore + report.ImagesSeen;
        _elapsed = _elapsedBefore + report.Elapsed;
        observer.OnBatch(report with { ImagesSeen = _images, Elapsed = _elapsed, Member = _member, MemberCount = folds });
    }

    public void OnEpoch(EpochReport report)
    {
        _elapsed = _elapsedBefore + report.Elapsed;
        observer.OnEpoch(report with { Elapsed = _elapsed, Member = _member });
    }
}
