using Digits.Learning.Persistence;
using Digits.Learning.Training;
using Digits.ServiceDefaults.Storage;
using Digits.Processing.V1;
using Digits.Training.Datasets;
using Digits.Training.LabelChecks;
using Digits.Training.Models;
using Digits.Training.Storage;

namespace Digits.Training.Runs;

/// <summary>Takes one run from the queue to its end: a training reads the data, trains and registers the model.</summary>
internal sealed class RunExecutor(
    RunStore runs,
    RunCanceller canceller,
    DatasetReader datasets,
    ITrainer trainer,
    ReportedWork work,
    LabelCheckRun labelCheck,
    ModelRegistry models,
    ChangeSignals signals,
    RunTelemetry telemetry,
    TimeProvider time,
    ILogger<RunExecutor> logger)
{
    /// <summary>What a run that was cut off tells; resuming it is not possible.</summary>
    private const string Interrupted = "The run was interrupted by a restart of the service.";

    /// <summary>Works a queued run off. Whatever goes wrong becomes the run's error; only a database that cannot be written throws.</summary>
    public async Task ExecuteAsync(string id, CancellationToken stopping)
    {
        // Cancellable before it is seen to run: a cancel between the two must not get lost.
        var cancel = canceller.Open(id);
        try
        {
            var run = await runs.ChangeAsync(id, run => run.State == RunState.Queued ? run.Start(time.GetUtcNow()) : run, stopping);
            if (run?.State == RunState.Running)
            {
                using var span = telemetry.Begin(run);
                Log.RunStarted(logger, id, run.Dataset, run.DatasetVersion);
                await ExecuteAsync(run, cancel.Token, stopping);
                telemetry.Describe(span, await runs.FindAsync(id, CancellationToken.None) ?? run);
            }
        }
        finally
        {
            canceller.Close(id);
        }
    }

    /// <summary>Fails the runs that an earlier process left running when it died.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await runs.ListAsync(RunState.Running, int.MaxValue, cancellationToken))
        {
            await InterruptAsync(run, cancellationToken);
        }
    }

    private async Task ExecuteAsync(Run run, CancellationToken cancel, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping);
        try
        {
            await (run.Kind == RunKind.LabelCheck ? labelCheck.ExecuteAsync(run, end.Token) : TrainAndRegisterAsync(run, end.Token));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await EndAsync(run, current => current.Cancel(time.GetUtcNow()), stopping);
            Log.RunCancelled(logger, run.Id);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await InterruptAsync(run, CancellationToken.None);
        }
        catch (Exception exception)
        {
            var fault = RunFaults.Describe(exception);
            if (StorageFaults.Find(exception) is null)
            {
                Log.RunFailed(logger, run.Id, exception);
            }
            else
            {
                Log.RunStoppedByStorage(logger, run.Id, fault);
            }

            await EndAsync(run, current => current.Fail(fault, time.GetUtcNow()), stopping);
        }
    }

    /// <summary>Writes down how a run ended, as soon as the volume takes it: a run that looks alive for ever would block its deletion.</summary>
    private async Task EndAsync(Run run, Func<Run, Run> change, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await runs.EndAsync(run.Id, change, CancellationToken.None);
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested && StorageFaults.Find(exception) is { } fault)
            {
                Log.EndNotStored(logger, run.Id, StorageFaults.Describe(fault, ModelVolume.Name));
                await Task.Delay(RunWorker.Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task InterruptAsync(Run run, CancellationToken cancellationToken)
    {
        await runs.EndAsync(run.Id, current => current.Fail(Interrupted, time.GetUtcNow()), cancellationToken);
        Log.RunInterrupted(logger, run.Id);
    }

    private async Task TrainAndRegisterAsync(Run run, CancellationToken end)
    {
        var dataset = await datasets.FindAsync(run.Dataset, run.DatasetVersion, end);
        var train = await datasets.ReadAsync(dataset, Part.Train, end);
        var validation = await datasets.ReadAsync(dataset, Part.Validation, end);
        var test = await datasets.ReadAsync(dataset, Part.Test, end);
        var data = new TrainingData(train, validation, test, run.Labels.Count).HoldOut(run.Settings);
        var result = await TrainAsync(run, data, end);
        end.ThrowIfCancellationRequested();

        var header = new ModelHeader
        {
            Model = run.Model,
            Version = 0,
            Labels = run.Labels,
            InputShape = train.Shape,
            Layers = run.Settings.Layers,
            Preprocessing = ModelHeader.MnistPreprocessing,
            Dataset = run.Dataset,
            DatasetVersion = run.DatasetVersion,
            Seed = run.Settings.Seed,
            Epochs = run.Settings.Epochs,
            BatchSize = run.Settings.BatchSize,
            LearningRate = run.Settings.LearningRate,
            Recipe = run.Settings,
            TestAccuracy = result.Test?.Accuracy,
            TestLoss = result.Test?.Loss,
            CreatedAt = time.GetUtcNow(),
        };
        var version = await models.RegisterAsync(
            header,
            result.Model,
            run.Id,
            (db, version) => runs.ChangeAsync(
                db,
                run.Id,
                current => current.Succeed(RunOutcome.From(version.Version, result), time.GetUtcNow()),
                CancellationToken.None),
            end);
        signals.Raise(run.Id);
        Log.RunSucceeded(logger, run.Id, version.Model, version.Version);
    }

    private Task<TrainingResult> TrainAsync(Run run, TrainingData data, CancellationToken end)
    {
        var judged = data.Test.Count + (data.Validation?.Count ?? 0);
        var meter = new ProgressMeter(data.Train.Count, judged, run.Settings.Epochs, run.Settings.Members);
        return work.DoAsync(run, meter, (observer, stop) => trainer.Train(data, run.Settings, observer, stop), end);
    }
}
