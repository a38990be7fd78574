using Digits.Learning.Training;

namespace Digits.Learning.LabelChecks;

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
