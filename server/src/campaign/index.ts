/** Campaigns: what is shown to whom, when and where, with which words; and the places it is shown in. */
export {
  type CampaignBook,
  type CompiledCampaign,
  compileCampaign,
  type CompiledPlacement,
  type CompiledVariant,
  liveOffer,
  type LiveOffer,
  loadCampaignBook,
} from './book.ts';
export type { CampaignDeps } from './campaigns.ts';
export { type CompiledContent, compileContent, renderContent } from './content.ts';
export { contentData, type FactSources, productIdsOf } from './facts.ts';
export { openShowcase } from './open.ts';
export { type CampaignRoutesDeps, campaignRoutes } from './routes.ts';
export { compileSchedule } from './schedule.ts';
export { type Formats, formattedDay } from './formats.ts';
export {
  addressOf,
  addressValue,
  type CompiledText,
  compileText,
  isProblem,
  renderText,
  type Vocabulary,
} from './liquid.ts';
export { ELSE, sampleData, scopeOf } from './scope.ts';
export { freeShippingFrom } from './preview.ts';
