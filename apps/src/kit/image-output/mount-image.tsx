import { TranslateContext, type Translate } from '../i18n/translate.js';
import { ImageView } from '../image-view/image-view.js';
import { mount } from '../mount/mount.js';
import { SavedImageSource, type SavedImage } from './saved-image.js';

/** Draws a saved image with zoom, contrast and read-out; the wheel scrolls the notebook until the view has the focus. */
export function mountImage(host: HTMLElement, image: SavedImage, trans: Translate): { dispose(): void } {
  return mount(
    host,
    <TranslateContext.Provider value={trans}>
      <figure className="daisy-App daisy-SavedImage">
        <ImageView
          source={new SavedImageSource(image)}
          frame={0}
          label={image.text}
          wheel="focused"
          testId="daisy-image"
        />
        <figcaption>{image.text}</figcaption>
      </figure>
    </TranslateContext.Provider>,
  );
}
