using Digits.Learning.Training;

namespace Digits.Training.Runs;

/// <summary>
/// Sums up batches into progress reports and estimates how much of the run is left. Not thread-safe; <c>now</c> is any clock that
/// runs on while the network is judged, and only differences of it count.
/// </summary>
/// <remarks>
/// Work is counted in images trained. Judging the test part costs as much as <c>_judging</c> images: a third of its size until the
/// first epoch's end (a forward pass is a third of a training step), from then on what the last judging really took.
/// </remarks>
internal sealed class ProgressMeter(int trainCount, int testCount, int epochs)
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
    private double _judging = testCount / 3.0;
    private int _epochsJudged;

    public void Add(BatchReport batch, TimeSpan now)
    {
        var images = batch.ImagesSeen - _last.ImagesSeen;
        _lossSum += batch.Loss * images;
        _accuracySum += batch.Accuracy * images;
        _images += images;
        _last = batch;
        _lastBatchAt = now;
    }

    public void EndEpoch(TimeSpan now)
    {
        if (testCount > 0)
        {
            _judging = (now - _lastBatchAt).TotalSeconds * ImagesPerSecond();
        }

        _epochsJudged++;
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
        var total = epochs * (trainCount + _judging);
        var done = Math.Min(_last.ImagesSeen + (_epochsJudged * _judging) + JudgedSoFar(now, speed), total);
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
            TimeSpan.FromSeconds(speed > 0 ? (total - done) / speed : 0));
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

    private double JudgedSoFar(TimeSpan now, double speed)
    {
        var isJudging = _last.Batch == _last.BatchCount && _epochsJudged < _last.Epoch;
        return isJudging ? Math.Min((now - _lastBatchAt).TotalSeconds * speed, _judging) : 0;
    }
}
