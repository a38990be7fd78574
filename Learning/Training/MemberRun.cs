using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Training;

/// <summary>The loop over epochs and batches of one network.</summary>
internal sealed class MemberRun
{
    private const uint OrderPurpose = 2;
    private const uint StepPurpose = 3;

    private readonly Network _network;
    private readonly int _number;
    private readonly TrainingData _data;
    private readonly TrainingSettings _settings;
    private readonly RunLog _log;
    private readonly int _batchSize;
    private readonly int _batchCount;
    private readonly WeightAverage? _average;
    private readonly OptimizerSink _sink;
    private readonly TrainingStep _step;
    private readonly Schedule _schedule;
    private readonly SeededRandom _orderChance;
    private readonly SeededRandom _stepChance;
    private readonly int[] _order;

    // What is judged and kept: the network itself, or one that holds the average of its weights.
    private readonly Network _kept;
    private readonly BatchForward? _validator;
    private readonly BatchForward? _tester;
    private readonly EpochChoice _choice;
    private readonly WeightSet? _best;

    private long _steps;

    public MemberRun(Network network, int number, TrainingData data, TrainingSettings settings, WorkerTeam team, RunLog log)
    {
        _network = network;
        _number = number;
        _data = data;
        _settings = settings;
        _log = log;
        _batchSize = Math.Min(settings.BatchSize, data.Train.Count);
        _batchCount = (data.Train.Count + _batchSize - 1) / _batchSize;
        _kept = network;
        if (settings.WeightAveraging > 0)
        {
            _kept = new Network(network.Architecture, network.InputShape, network.ClassCount);
            _average = new WeightAverage(network.Weights, _kept.Weights, settings.WeightAveraging);
        }

        _sink = OptimizerSink.Create(settings.Optimizer, network.Weights, _average);
        _schedule = new Schedule(settings.Schedule, settings.LearningRate, settings.Epochs, _batchCount);
        var seed = settings.MemberSeed(number);
        var augmenter = Augmenter.Create(settings.Augmentation, data.Train.Shape, seed, team.Size);
        _step = new TrainingStep(network, team, _batchSize, _sink, augmenter, settings.LabelSmoothing);
        _orderChance = new SeededRandom(seed, OrderPurpose);
        _stepChance = new SeededRandom(seed, StepPurpose);
        _order = [.. Enumerable.Range(0, data.Train.Count)];
        _validator = data.HasValidation ? Evaluator.Forward(_kept, data.Validation!, team) : null;
        _tester = data.Test.Count > 0 ? Evaluator.Forward(_kept, data.Test, team) : null;
        _choice = new EpochChoice(settings.Patience);
        _best = settings.KeepBest ? new WeightSet(network.Plan) : null;
    }

    public MemberOutcome Train(CancellationToken cancellationToken)
    {
        var outcome = new MemberOutcome(_kept, null, null);
        for (var epoch = 1; epoch <= _settings.Epochs && !_choice.IsEnough; epoch++)
        {
            var (validation, test) = RunEpoch(epoch, cancellationToken);
            var isBest = validation is null || _choice.IsBest(validation);
            if (isBest || _best is null)
            {
                outcome = outcome with { Validation = validation, Test = test };
            }

            if (isBest)
            {
                _best?.CopyFrom(_kept.Weights);
            }
        }

        if (_best is not null)
        {
            _kept.Weights.CopyFrom(_best);
        }

        return outcome;
    }

    private (Evaluation? Validation, Evaluation? Test) RunEpoch(int epoch, CancellationToken cancellationToken)
    {
        var before = _log.Elapsed;
        var (loss, right) = TrainEpoch(epoch, cancellationToken);
        var seconds = (_log.Elapsed - before).TotalSeconds;
        _average?.CopyUntrained();
        var validation = Judge(_data.Validation, _validator, cancellationToken);
        var test = Judge(_data.Test, _tester, cancellationToken);
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

    private Evaluation? Judge(LabeledImages? images, BatchForward? forward, CancellationToken cancellationToken) =>
        forward is null ? null : Evaluator.Evaluate(_kept, images!, forward, cancellationToken);

    private (double Loss, int Right) TrainEpoch(int epoch, CancellationToken cancellationToken)
    {
        _orderChance.Shuffle(_order);
        var (totalLoss, totalRight) = (0.0, 0);
        for (var batch = 1; batch <= _batchCount; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = _log.Now;
            var start = (batch - 1) * _batchSize;
            var count = Math.Min(_batchSize, _data.Train.Count - start);
            _sink.NextStep(_schedule.Rate(++_steps));
            _step.Batch.Take(_data.Train, _order, start, count);
            var (loss, right) = _step.Run(_stepChance.NextUInt32());
            if (!double.IsFinite(loss) || (batch == _batchCount && !_network.Weights.AllFinite()))
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
