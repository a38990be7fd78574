using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Training;

/// <summary>The loop over epochs and batches of one run.</summary>
internal sealed class TrainingRun
{
    private const uint OrderPurpose = 2;
    private const uint StepPurpose = 3;

    private readonly Network _network;
    private readonly LabeledImages _train;
    private readonly LabeledImages _test;
    private readonly TrainingSettings _settings;
    private readonly int _batchSize;
    private readonly int _batchCount;
    private readonly TimeProvider _time;
    private readonly ITrainingObserver _observer;
    private readonly AdamSink _adam;
    private readonly TrainingStep _step;
    private readonly BatchForward? _judge;
    private readonly OneCycle _schedule;
    private readonly SeededRandom _orderChance;
    private readonly SeededRandom _stepChance;
    private readonly int[] _order;

    private TimeSpan _elapsed;
    private long _steps;
    private long _seen;

    public TrainingRun(
        Network network,
        LabeledImages train,
        LabeledImages test,
        TrainingSettings settings,
        WorkerTeam team,
        int batchSize,
        TimeProvider time,
        ITrainingObserver observer)
    {
        _network = network;
        _train = train;
        _test = test;
        _settings = settings;
        _batchSize = batchSize;
        _batchCount = (train.Count + batchSize - 1) / batchSize;
        _time = time;
        _observer = observer;
        _adam = new AdamSink(network.Plan, network.Weights);
        var augmenter = Augmenter.Create(settings.Augmentation, train.Shape, settings.Seed, team.Size);
        _step = new TrainingStep(network, team, batchSize, _adam, augmenter);
        _judge = test.Count > 0 ? Evaluator.Forward(network, test, team) : null;
        _schedule = new OneCycle(settings.LearningRate, (long)settings.Epochs * _batchCount);
        _orderChance = new SeededRandom(settings.Seed, OrderPurpose);
        _stepChance = new SeededRandom(settings.Seed, StepPurpose);
        _order = [.. Enumerable.Range(0, train.Count)];
    }

    public TrainingResult Train(CancellationToken cancellationToken)
    {
        var reports = new List<EpochReport>();
        Evaluation? evaluation = null;
        for (var epoch = 1; epoch <= _settings.Epochs; epoch++)
        {
            var before = _elapsed;
            var (loss, right) = TrainEpoch(epoch, cancellationToken);
            var seconds = (_elapsed - before).TotalSeconds;
            evaluation = _judge is null ? null : Evaluator.Evaluate(_network, _test, _judge, cancellationToken);
            var report = new EpochReport(
                epoch,
                loss / _train.Count,
                (double)right / _train.Count,
                evaluation?.Loss,
                evaluation?.Accuracy,
                seconds > 0 ? _train.Count / seconds : 0,
                _elapsed);
            reports.Add(report);
            _observer.OnEpoch(report);
        }

        return new TrainingResult(new Committee([_network]), reports, evaluation);
    }

    private (double Loss, int Right) TrainEpoch(int epoch, CancellationToken cancellationToken)
    {
        _orderChance.Shuffle(_order);
        var (totalLoss, totalRight) = (0.0, 0);
        for (var batch = 1; batch <= _batchCount; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = _time.GetTimestamp();
            var start = (batch - 1) * _batchSize;
            var count = Math.Min(_batchSize, _train.Count - start);
            _adam.NextStep(_schedule.Rate(++_steps));
            _step.Batch.Take(_train, _order, start, count);
            var (loss, right) = _step.Run(_stepChance.NextUInt32());
            if (!double.IsFinite(loss) || (batch == _batchCount && !_network.Weights.AllFinite()))
            {
                throw new TrainingDivergedException(epoch, batch);
            }

            totalLoss += loss;
            totalRight += right;
            _seen += count;
            _elapsed += _time.GetElapsedTime(started);
            _observer.OnBatch(new BatchReport(
                epoch, batch, _batchCount, loss / count, (double)right / count, _seen, _elapsed));
        }

        return (totalLoss, totalRight);
    }
}
