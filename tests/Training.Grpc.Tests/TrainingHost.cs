using Digits.Learning.Training;
using Digits.Tests;
using Digits.Training.Runs;
using Digits.Training.Starter;
using Digits.Training.V1;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digits.Training.Tests;

/// <summary>The service in this process, with clients that talk to it over the wire.</summary>
internal sealed class TrainingHost : IAsyncDisposable
{
    private readonly GrpcServiceFixture<Program> _service;

    /// <summary>Starts the service over a model volume that may hold the state of an earlier start.</summary>
    /// <param name="volume">The model volume.</param>
    /// <param name="processing">The address of Processing.</param>
    /// <param name="settings">Configuration that goes before deploy/config.json and the defaults.</param>
    /// <param name="trainer">Takes the real trainer's place, to make faults happen.</param>
    public TrainingHost(string volume, string processing, IEnumerable<(string Key, string Value)> settings, ITrainer? trainer = null)
    {
        _service = new GrpcServiceFixture<Program>(
            [("DIGITS_MODEL_VOLUME", volume), ("Services:Processing", processing), ("Logging:LogLevel:Default", "None"), .. settings],
            services =>
            {
                if (trainer is not null)
                {
                    services.AddSingleton(trainer);
                }
            });
        Runs = new TrainingService.TrainingServiceClient(_service.Channel);
        Models = new ModelService.ModelServiceClient(_service.Channel);
    }

    public TrainingService.TrainingServiceClient Runs { get; }

    public ModelService.ModelServiceClient Models { get; }

    /// <summary>What the service keeps of its watchers.</summary>
    public ChangeSignals Signals => _service.Services.GetRequiredService<ChangeSignals>();

    /// <summary>Ends when the service has queued a run by itself, or knows that it need not.</summary>
    public Task Starter => _service.Services.GetServices<IHostedService>().OfType<StarterRun>().Single().ExecuteTask!;

    /// <summary>Stops the service as SIGTERM does.</summary>
    public Task StopAsync() => _service.Services.GetRequiredService<IHost>().StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}
