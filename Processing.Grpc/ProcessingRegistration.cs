using Digits.Learning.Networks;
using Digits.Processing.Catalog;
using Digits.Processing.Corrections;
using Digits.Processing.Formats.Export;
using Digits.Processing.Generation;
using Digits.Processing.Import;
using Digits.Processing.Limits;
using Digits.Processing.Quality;
using Digits.Processing.Samples;
using Digits.Processing.Storage;
using Digits.Processing.Versions;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Settings;
using Digits.ServiceDefaults.Storage;
using Microsoft.EntityFrameworkCore;

namespace Digits.Processing;

/// <summary>Puts the service together.</summary>
internal static class ProcessingRegistration
{
    public static WebApplicationBuilder AddProcessing(this WebApplicationBuilder builder)
    {
        builder.AddDigitsConfig(Architecture.Faults);
        builder.Services.AddOptions<ImportOptions>()
            .BindConfiguration(ImportOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        builder.Services.AddOptions<StarterOptions>()
            .BindConfiguration(StarterOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        builder.Services.AddOptions<CorrectionOptions>()
            .BindConfiguration(CorrectionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        builder.Services.AddOptions<LimitOptions>()
            .BindConfiguration(LimitOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        builder.AddStorageFaults(StorageStartup.VolumeName);
        builder.Services.AddSingleton<WorkLimits>();
        builder.Services.AddSingleton<Patience>();
        builder.Services.AddDbContextFactory<DatasetsContext>(UseCatalogFile);
        builder.Services.AddSingleton<ProcessingTelemetry>();
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
        builder.Services.AddHostedService<StarterDataset>();
        builder.Services.AddSingleton<SamplePages>();
        builder.Services.AddSingleton<SampleStream>();
        builder.Services.AddCatalog();
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

    private static void UseCatalogFile(IServiceProvider services, DbContextOptionsBuilder options)
    {
        var file = Path.Combine(services.GetRequiredService<DigitsConfig>().DataVolume, CatalogSchema.FileName);
        options.UseSqlite($"Data Source={file}").UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
    }
}
