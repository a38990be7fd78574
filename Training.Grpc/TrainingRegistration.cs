using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;
using Digits.Processing.V1;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Clients;
using Digits.ServiceDefaults.Lifetime;
using Digits.ServiceDefaults.Settings;
using Digits.ServiceDefaults.Storage;
using Digits.Training.Datasets;
using Digits.Training.LabelChecks;
using Digits.Training.Models;
using Digits.Training.Runs;
using Digits.Training.Starter;
using Digits.Training.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Digits.Training;

/// <summary>Puts the service together.</summary>
internal static class TrainingRegistration
{
    private const string DatabaseFile = "training.db";

    public static WebApplicationBuilder AddTraining(this WebApplicationBuilder builder)
    {
        builder.AddDigitsConfig(Architecture.Faults);
        builder.AddDigitsClient<ProcessingService.ProcessingServiceClient>(
            Peer.Processing, repeatable: [ProcessingService.Descriptor.FindMethodByName("GetDataset")]);
        builder.Services.AddOptions<TrainingOptions>()
            .BindConfiguration(TrainingOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        builder.Services.AddOptions<StarterOptions>().BindConfiguration(StarterOptions.Section);
        builder.Services.AddDbContextFactory<TrainingContext>((services, options) =>
            options.UseSqlite(ConnectionString(services.GetRequiredService<DigitsConfig>())));
        builder.AddStorageFaults(ModelVolume.Name);
        builder.AddFatalEnd();
        builder.Services.AddSingleton(services => new ModelVolume(services.GetRequiredService<DigitsConfig>().ModelVolume));
        builder.Services.AddSingleton<TrainingDatabase>();
        builder.Services.AddSingleton<ChangeSignals>();
        builder.Services.AddSingleton<ShutdownGuard>();
        builder.Services.AddSingleton<RunTelemetry>();
        builder.Services.AddSingleton<RunStore>();
        builder.Services.AddSingleton<RunPlanner>();
        builder.Services.AddSingleton<RunCanceller>();
        builder.Services.AddSingleton<RunWatcher>();
        builder.Services.AddSingleton<ReportedWork>();
        builder.Services.AddSingleton<RunExecutor>();
        builder.Services.AddSingleton<LabelCheckPlanner>();
        builder.Services.AddSingleton<LabelCheckRun>();
        builder.Services.AddSingleton<SuspectStore>();
        builder.Services.AddSingleton<SuspectPages>();
        builder.Services.AddSingleton<DatasetReader>();
        builder.Services.AddSingleton(services => new ModelFolder(services.GetRequiredService<DigitsConfig>().ModelVolume));
        builder.Services.AddSingleton<ModelRegistry>();
        builder.Services.AddSingleton<ModelLimits>();
        builder.Services.AddSingleton<ModelImporter>();
        builder.Services.TryAddSingleton<ITrainer>(services => new CpuTrainer(services.GetRequiredService<TimeProvider>()));

        // In this order: the stored state is put right before the worker looks for runs.
        builder.Services.AddHostedService<TrainingStartup>();
        builder.Services.AddHostedService<RunWorker>();
        builder.Services.AddHostedService<StarterRun>();
        return builder;
    }

    public static WebApplication MapTraining(this WebApplication app)
    {
        app.MapGrpcService<TrainingGrpcService>();
        app.MapGrpcService<ModelGrpcService>();
        return app;
    }

    private static string ConnectionString(DigitsConfig config) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(config.ModelVolume, DatabaseFile) }.ToString();
}
