using Digits.Learning.Data;
using Digits.Learning.Training;

namespace Digits.Learning.LabelChecks;

/// <summary>
/// Finds samples whose label may be wrong by cross-validation: every sample is classified by a network that was trained on other samples,
/// and a sample that the network confidently assigns to another class is suspect.
/// </summary>
/// <remarks>
/// Confidence is compared with the usual confidence in samples of the class, because it differs from class to class, after
/// C. Northcutt, L. Jiang, I. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels" (2021).
/// </remarks>
public static class LabelCheck
{
    /// <summary>The least number of folds.</summary>
    public const int MinFolds = 2;

    /// <summary>The greatest number of folds.</summary>
    public const int MaxFolds = 10;

    // A network that was trained on this many images, counting every epoch, is accurate enough to find wrong labels.
    private const int LeastImagesSeen = 40_000;
    private const int MaxExtraEpochs = 40;

    /// <summary>The number of epochs for a check: that of a preset, or more if there are few samples.</summary>
    /// <param name="presetEpochs">The preset's epochs.</param>
    /// <param name="count">Samples in all folds together.</param>
    /// <param name="folds">The folds.</param>
    public static int Epochs(int presetEpochs, int count, int folds)
    {
        var learned = Math.Max(1, (long)count * (folds - 1) / folds);
        return (int)Math.Clamp((LeastImagesSeen + learned - 1) / learned, presetEpochs, Math.Max(presetEpochs, MaxExtraEpochs));
    }

    /// <summary>Trains a network for each fold and compares its predictions with the labels.</summary>
    /// <param name="trainer">Trains the networks.</param>
    /// <param name="images">The samples; at least as many different images as folds.</param>
    /// <param name="classCount">The number of classes; every label is less.</param>
    /// <param name="settings">The settings of each network; <see cref="TrainingSettings.Members"/> is ignored.</param>
    /// <param name="folds">From <see cref="MinFolds"/> to <see cref="MaxFolds"/>.</param>
    /// <param name="observer">Receives every batch and epoch; each fold is reported as a member of a committee.</param>
    /// <param name="cancellationToken">Honoured between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
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

/// <summary>The result of a label check.</summary>
/// <param name="Suspects">The samples whose label may be wrong, the most suspect first.</param>
/// <param name="Accuracy">The share of samples whose prediction is their label, 0 to 1.</param>
/// <param name="UnjudgedClasses">Classes with fewer than two different images; none of their samples is suspect.</param>
public sealed record LabelCheckResult(IReadOnlyList<SuspectSample> Suspects, double Accuracy, IReadOnlyList<int> UnjudgedClasses);

/// <summary>Reports several trainings, one after another, as the training of one committee.</summary>
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
