using Digits.Datasets;
using Digits.Datasets.Combining;
using Digits.Datasets.Corrections;
using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Generation;
using Digits.Datasets.Import;
using Digits.Datasets.Quality;
using Digits.Datasets.Storage;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Processing.History;
using Digits.Processing.Limits;
using Digits.Processing.Samples;
using Digits.Processing.Starter;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Settings;
using Digits.ServiceDefaults.Storage;
using Grpc.AspNetCore.Server;
using Microsoft.EntityFrameworkCore;

namespace Digits.Processing;

/// <summary>Puts the service together.</summary>
internal static class ProcessingRegistration
{
    public static WebApplicationBuilder AddProcessing(this WebApplicationBuilder builder)
    {
        builder.AddDigitsConfig(Architecture.Faults);
        Bind<ImportOptions>(builder, ImportOptions.Section);
        Bind<StarterOptions>(builder, StarterOptions.Section);
        Bind<CorrectionOptions>(builder, CorrectionOptions.Section);
        Bind<LimitOptions>(builder, LimitOptions.Section);
        builder.AddStorageFaults(StorageStartup.VolumeName);
        builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<RefusalInterceptor>());
        builder.Services.AddSingleton(SettingsOf);
        builder.Services.AddSingleton<WorkLimits>();
        builder.Services.AddSingleton(TurnsOf);
        builder.Services.AddSingleton<Patience>();
        builder.Services.AddDbContextFactory<DatasetsContext>(UseCatalogFile);
        builder.Services.AddSingleton<DatasetTelemetry>();
        builder.Services.AddSingleton<DatasetCatalog>();
        builder.Services.AddSingleton<CatalogSchema>();
        builder.Services.AddSingleton<FirstLayout>();
        builder.Services.AddSingleton<DatasetFolder>();
        builder.Services.AddSingleton<DatasetRecords>();
        builder.Services.AddSingleton<Intents>();
        builder.Services.AddSingleton<SetAside>();
        builder.Services.AddSingleton<StorageReserve>();
        builder.Services.AddSingleton<VolumeRecovery>();
        builder.Services.AddSingleton<DatasetLock>();
        builder.Services.AddSingleton<DatasetLibrary>();
        builder.Services.AddHostedService<StorageStartup>();
        builder.Services.AddSingleton<VersionCommits>();
        builder.Services.AddSingleton<VersionHistory>();
        builder.Services.AddSingleton<DatasetEditor>();
        builder.Services.AddSingleton<DatasetImporter>();
        builder.Services.AddSingleton<DatasetGenerator>();
        builder.Services.AddSingleton<DatasetCombiner>();
        builder.Services.AddHostedService<StarterDataset>();
        builder.Services.AddSingleton<SamplePages>();
        builder.Services.AddSingleton<SampleStream>();
        builder.Services.AddPublicSets();
        builder.Services.AddSingleton<QualityReports>();
        builder.Services.AddSingleton<CorrectionQueue>();
        builder.Services.AddSingleton<CorrectionReview>();
        builder.Services.AddSingleton<DatasetExport>();
        return builder;
    }

    public static WebApplication MapProcessing(this WebApplication app)
    {
        app.UseMiddleware<RequestLimit>();
        app.MapGrpcService<ProcessingGrpcService>();
        app.MapGrpcService<CatalogGrpcService>();
        app.MapGrpcService<CorrectionGrpcService>();
        return app;
    }

    private static void Bind<TOptions>(WebApplicationBuilder builder, string section)
        where TOptions : class =>
        builder.Services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();

    private static DatasetSettings SettingsOf(IServiceProvider services)
    {
        var config = services.GetRequiredService<DigitsConfig>();
        return new DatasetSettings(
            config.DataVolume, new ImageShape(config.InputShape[0], config.InputShape[1], config.InputShape[2]), config.SplitRatio);
    }

    private static WorkTurns TurnsOf(IServiceProvider services)
    {
        var limits = services.GetRequiredService<WorkLimits>();
        return new WorkTurns(limits.Imports.EnterAsync, limits.QualityReports.EnterAsync);
    }

    private static void UseCatalogFile(IServiceProvider services, DbContextOptionsBuilder options)
    {
        var file = Path.Combine(services.GetRequiredService<DigitsConfig>().DataVolume, CatalogSchema.FileName);
        options.UseSqlite($"Data Source={file}").UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
    }
}
