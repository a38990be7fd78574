using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Training.Runs;

/// <summary>The training loop of one network over epochs and batches.</summary>
internal sealed class MemberRun
{
    private const uint OrderPurpose = 2;
    private const uint StepPurpose = 3;

    private readonly IEngine _engine;
    private readonly int _number;
    private readonly TrainingData _data;
    private readonly TrainingSettings _settings;
    private readonly RunLog _log;
    private readonly int _batchSize;
    private readonly int _batchCount;
    private readonly Schedule _schedule;
    private readonly SeededRandom _orderRandom;
    private readonly SeededRandom _stepRandom;
    private readonly int[] _order;
    private readonly EpochChoice _choice;
    private readonly WeightSet? _best;

    private long _steps;

    public MemberRun(IEngine engine, int number, TrainingData data, TrainingSettings settings, RunLog log)
    {
        _engine = engine;
        _number = number;
        _data = data;
        _settings = settings;
        _log = log;
        _batchSize = settings.BatchSizeFor(data.Train);
        _batchCount = (data.Train.Count + _batchSize - 1) / _batchSize;
        _schedule = new Schedule(settings.Schedule, settings.LearningRate, settings.Epochs, _batchCount);
        var seed = settings.MemberSeed(number);
        _orderRandom = new SeededRandom(seed, OrderPurpose);
        _stepRandom = new SeededRandom(seed, StepPurpose);
        _order = [.. Enumerable.Range(0, data.Train.Count)];
        _choice = new EpochChoice(settings.Patience);
        _best = settings.KeepBest ? new WeightSet(engine.Kept.Plan) : null;
    }

    public MemberOutcome Train(CancellationToken cancellationToken)
    {
        var outcome = new MemberOutcome(_engine.Kept, null, null);
        for (var epoch = 1; epoch <= _settings.Epochs && !_choice.IsExhausted; epoch++)
        {
            var (validation, test) = RunEpoch(epoch, cancellationToken);
            var isBest = validation is null || _choice.IsBest(validation);
            if (isBest || _best is null)
            {
                outcome = outcome with { Validation = validation, Test = test };
            }

            if (isBest)
            {
                _best?.CopyFrom(_engine.Kept.Weights);
            }
        }

        if (_best is not null)
        {
            _engine.Kept.Weights.CopyFrom(_best);
        }

        return outcome;
    }

    private (Evaluation? Validation, Evaluation? Test) RunEpoch(int epoch, CancellationToken cancellationToken)
    {
        var before = _log.Elapsed;
        var (loss, right) = TrainEpoch(epoch, cancellationToken);
        var seconds = (_log.Elapsed - before).TotalSeconds;
        var validation = Evaluate(_data.Validation, cancellationToken);
        var test = Evaluate(_data.Test, cancellationToken);
        _log.AddEpoch(new EpochReport(
            epoch,
            loss / _data.Train.Count,
            (double)right / _data.Train.Count,
            test?.Loss,
            test?.Accuracy,
            seconds > 0 ? _data.Train.Count / seconds : 0,
            _log.Elapsed,
            validation?.Loss,
            validation?.Accuracy,
            _number));
        return (validation, test);
    }

    private Evaluation? Evaluate(LabeledImages? images, CancellationToken cancellationToken) =>
        images is { Count: > 0 } ? _engine.Evaluate(images, cancellationToken) : null;

    private (double Loss, int Right) TrainEpoch(int epoch, CancellationToken cancellationToken)
    {
        _orderRandom.Shuffle(_order);
        var (totalLoss, totalRight) = (0.0, 0);
        for (var batch = 1; batch <= _batchCount; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = _log.Now;
            var start = (batch - 1) * _batchSize;
            var count = Math.Min(_batchSize, _data.Train.Count - start);
            var (loss, right) = _engine.Step(_order, start, count, _schedule.Rate(++_steps), _stepRandom.NextUInt32());
            if (!double.IsFinite(loss) || (batch == _batchCount && !_engine.FinishEpoch()))
            {
                throw new TrainingDivergedException(epoch, batch);
            }

            totalLoss += loss;
            totalRight += right;
            _log.AddBatch(_number, epoch, batch, _batchCount, count, loss, right, started);
        }

        return (totalLoss, totalRight);
    }
}

/// <summary>A trained network with its evaluation on the validation and the test images, where there are any.</summary>
internal sealed record MemberOutcome(Network Network, Evaluation? Validation, Evaluation? Test);

/// <summary>
/// Early stopping: finds the epoch with the best accuracy on the validation images, on a tie the one with the smaller loss, and tells when
/// patience is exhausted.
/// </summary>
/// <param name="patience">The number of epochs without improvement after which training stops; 0 for never.</param>
internal sealed class EpochChoice(int patience)
{
    private Evaluation? _best;
    private int _epochsSince;

    /// <summary>Whether patience is exhausted: the last <c>patience</c> epochs brought no improvement.</summary>
    public bool IsExhausted => patience > 0 && _epochsSince >= patience;

    /// <summary>Takes the evaluation of the next epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool IsBest(Evaluation validation)
    {
        var isBest = _best is null
            || (validation.Accuracy, -validation.Loss).CompareTo((_best.Accuracy, -_best.Loss)) > 0;
        _best = isBest ? validation : _best;
        _epochsSince = isBest ? 0 : _epochsSince + 1;
        return isBest;
    }
}

/// <summary>Counts time and images over all networks of a run and reports to the observer.</summary>
internal sealed class RunLog(TimeProvider time, ITrainingObserver observer, int memberCount)
{
    private readonly List<EpochReport> _epochs = [];
    private long _seen;

    /// <summary>Every epoch so far.</summary>
    public IReadOnlyList<EpochReport> Epochs => _epochs;

    /// <summary>Time spent training so far, without evaluation.</summary>
    public TimeSpan Elapsed { get; private set; }

    public long Now => time.GetTimestamp();

    /// <summary>Reports a batch of <paramref name="count"/> images that began at timestamp <paramref name="started"/>.</summary>
    public void AddBatch(int member, int epoch, int batch, int batchCount, int count, double loss, int right, long started)
    {
        Elapsed += time.GetElapsedTime(started);
        _seen += count;
        observer.OnBatch(new BatchReport(
            epoch, batch, batchCount, loss / count, (double)right / count, _seen, Elapsed, member, memberCount));
    }

    public void AddEpoch(EpochReport report)
    {
        _epochs.Add(report);
        observer.OnEpoch(report);
    }
}
