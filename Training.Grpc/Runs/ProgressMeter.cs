using Digits.Learning.Training;

namespace Digits.Training.Runs;

/// <summary>
/// Sums up batches into progress reports and estimates how much of the run is left. Not thread-safe; <c>now</c> is any clock that
/// runs on while the network is judged, and only differences of it count.
/// </summary>
/// <remarks>
/// Work is counted in images trained. Judging an epoch costs as much as <c>_judging</c> images: a third of those that are judged by
/// until the first epoch's end (a forward pass is a third of a training step), from then on what the last judging really took. A
/// network that is done before its last epoch is counted as if it had trained all of them.
/// </remarks>
/// <param name="trainCount">Images that are learned from in an epoch.</param>
/// <param name="judgedCount">Images that an epoch is judged by.</param>
/// <param name="epochs">Epochs of a network.</param>
/// <param name="members">Networks of the run.</param>
internal sealed class ProgressMeter(int trainCount, int judgedCount, int epochs, int members = 1)
{
    /// <summary>A run is never silent for longer, also while the network is judged or a batch takes its time.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMilliseconds(450);

    private static readonly TimeSpan SpeedWindow = TimeSpan.FromSeconds(5);

    private readonly Queue<(TimeSpan Elapsed, long ImagesSeen)> _samples = new([(TimeSpan.Zero, 0L)]);
    private BatchReport _last;
    private RunProgress? _reported;
    private TimeSpan _lastBatchAt;
    private TimeSpan _reportedAt;
    private double _lossSum;
    private double _accuracySum;
    private long _images;
    private double _judging = judgedCount / 3.0;
    private bool _isJudged;

    public void Add(BatchReport batch, TimeSpan now)
    {
        var images = batch.ImagesSeen - _last.ImagesSeen;
        _lossSum += batch.Loss * images;
        _accuracySum += batch.Accuracy * images;
        _images += images;
        _last = batch;
        _isJudged = false;
        _lastBatchAt = now;
    }

    public void EndEpoch(TimeSpan now)
    {
        if (judgedCount > 0)
        {
            _judging = (now - _lastBatchAt).TotalSeconds * ImagesPerSecond();
        }

        _isJudged = true;
    }

    /// <summary>The batches since the last report, or the last report with fresh estimates when it is time for one; else null.</summary>
    public RunProgress? Take(TimeSpan now)
    {
        var isNew = _images > 0;
        if (!isNew && (_reported is null || now - _reportedAt < LongestSilence))
        {
            return null;
        }

        if (isNew)
        {
            Sample();
        }

        var speed = ImagesPerSecond();
        var perEpoch = trainCount + _judging;
        var total = (double)members * epochs * perEpoch;
        var epochsBefore = ((_last.Member - 1) * epochs) + _last.Epoch - 1;
        var learned = trainCount * ((double)_last.Batch / _last.BatchCount);
        var done = (epochsBefore * perEpoch) + learned + Judged(now, speed);
        var loss = isNew ? _lossSum / _images : _reported!.Loss;
        var accuracy = isNew ? _accuracySum / _images : _reported!.Accuracy;
        _reported = new RunProgress(
            _last.Epoch,
            _last.Batch,
            _last.BatchCount,
            loss,
            accuracy,
            speed,
            Math.Max(done / total, _reported?.Fraction ?? 0),
            TimeSpan.FromSeconds(speed > 0 ? (total - done) / speed : 0),
            _last.Member,
            members);
        _reportedAt = now;
        (_lossSum, _accuracySum, _images) = (0, 0, 0);
        return _reported;
    }

    private void Sample()
    {
        _samples.Enqueue((_last.Elapsed, _last.ImagesSeen));
        while (_samples.Count > 2 && _last.Elapsed - _samples.Peek().Elapsed > SpeedWindow)
        {
            _samples.Dequeue();
        }
    }

    private double ImagesPerSecond()
    {
        var (elapsed, seen) = _samples.Peek();
        var seconds = (_last.Elapsed - elapsed).TotalSeconds;
        return seconds > 0 ? (_last.ImagesSeen - seen) / seconds : 0;
    }

    private double Judged(TimeSpan now, double speed)
    {
        if (_last.Batch < _last.BatchCount)
        {
            return 0;
        }

        return _isJudged ? _judging : Math.Min((now - _lastBatchAt).TotalSeconds * speed, _judging);
    }
}
